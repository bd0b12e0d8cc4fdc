package io.tidegate.api.audit;

import io.tidegate.api.http.HttpBlockingWork;
import io.tidegate.api.http.HttpDownload;
import io.tidegate.audit.AuditRows;
import io.tidegate.audit.AuditVerifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Wires what is asked about the audit log. */
@ApplicationScoped
public class AuditApiBeans {

  @Produces
  @Singleton
  HttpAudit audit(
      AuditRows rows, AuditVerifier verifier, HttpBlockingWork bench, HttpDownload.Desk downloads) {
    return new HttpAudit(rows, verifier, bench, downloads);
  }
}
