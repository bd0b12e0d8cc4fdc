package io.tidegate.files;

import io.tidegate.exchange.TenantId;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row for each file, without its content. */
@Entity
@Cacheable(false)
@Table(name = "stored_file")
class JpaFile {

  /** Its content is being written: nobody sees it. */
  static final String WRITING = "WRITING";

  /** It is whole. */
  static final String READY = "READY";

  /** Its content is being removed: nobody sees it. */
  static final String DELETING = "DELETING";

  @Id private String id;
  private String tenant;

  /** One of the above. */
  String state;

  private String purpose;
  private String filename;
  private long bytes;

  @Column(name = "created_at")
  private long created;

  @Column(name = "expires_at")
  private long expires;

  /** For JPA. */
  JpaFile() {}

  /** One whose content is yet to come. */
  JpaFile(String id, TenantId tenant, long now) {
    this.id = id;
    this.tenant = tenant.value();
    this.state = WRITING;
    this.purpose = "";
    this.filename = "";
    this.created = now;
  }

  StoredFile file() {
    return new StoredFile(id, new TenantId(tenant), purpose, filename, bytes, created, expires);
  }
}
