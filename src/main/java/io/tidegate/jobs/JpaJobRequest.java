package io.tidegate.jobs;

import io.tidegate.collect.JobResult;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Optional;

/** The body of a job's request. */
@Entity
@Table(name = "job_request")
class JpaJobRequest {

  @Id
  @Column(name = "job_id")
  private String jobId;

  private byte[] body;

  /** For JPA. */
  JpaJobRequest() {}

  JpaJobRequest(String jobId, JobResult.Body body) {
    this.jobId = jobId;
    this.body = body.bytes();
  }

  /** The bytes of the request of the job {@code id}, 0 without one. */
  static long size(EntityManager manager, String id) {
    return JpaJobResult.octets(manager, "job_request", id);
  }

  /** The request of the job {@code id}, if there is one. */
  static Optional<JobResult.Body> body(EntityManager manager, String id) {
    return Optional.ofNullable(manager.find(JpaJobRequest.class, id))
        .map(row -> new JobResult.Body(row.body));
  }
}
