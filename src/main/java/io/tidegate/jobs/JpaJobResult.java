package io.tidegate.jobs;

import io.tidegate.collect.JobResult;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.store.StorableText;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The answer to a job. */
@Entity
@Table(name = "job_result")
class JpaJobResult {

  @Id
  @Column(name = "job_id")
  private String jobId;

  private int status;

  private static final int LONGEST_TYPE = 255;

  @Column(name = "content_type")
  private String contentType;

  private byte[] body;

  /** For JPA. */
  JpaJobResult() {}

  JpaJobResult(String jobId, JobResult result) {
    this.jobId = jobId;
    status = result.status();
    String type = result.contentType();
    // A node may say anything; a row that cannot be stored would make it be asked again for ever.
    boolean storable = type.length() <= LONGEST_TYPE && StorableText.isStorable(type);
    contentType = storable ? type : AnswerHead.JSON;
    body = result.body().bytes();
  }

  /** The bytes of the answer to the job {@code id}, 0 without one. */
  static long size(EntityManager manager, String id) {
    return octets(manager, "job_result", id);
  }

  /** The bytes of the body in the row of the job {@code id} in {@code table}, 0 without one. */
  static long octets(EntityManager manager, String table, String id) {
    for (Object size :
        manager
            .createNativeQuery("select octet_length(body) from " + table + " where job_id = ?")
            .setParameter(1, id)
            .getResultList()) {
      return ((Number) size).longValue();
    }
    return 0;
  }

  JobResult result() {
    return new JobResult(status, contentType, new JobResult.Body(body));
  }
}
