package io.tidegate.jobs;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

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

  JobResult.Body body() {
    return new JobResult.Body(body);
  }
}
