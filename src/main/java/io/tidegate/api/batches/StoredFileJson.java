package io.tidegate.api.batches;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tidegate.api.http.ListJson;
import io.tidegate.files.StoredFile;
import io.tidegate.store.Page;
import java.util.List;

/**
 * A file as OpenAI's API shows it. Times are epoch seconds.
 *
 * @param expiresAt null for a file that is kept for ever
 * @param status files are there once they are whole; deprecated, yet SDKs wait for it
 * @param statusDetails always null
 */
@JsonNaming(SnakeCaseStrategy.class)
record StoredFileJson(
    @JsonProperty(required = true) String id,
    @JsonProperty(required = true) String object,
    @JsonProperty(required = true) long bytes,
    @JsonProperty(required = true) Long createdAt,
    Long expiresAt,
    @JsonProperty(required = true) String filename,
    @JsonProperty(required = true) String purpose,
    @JsonProperty(required = true) String status,
    String statusDetails) {

  /** A part of the list of files. */
  @JsonNaming(SnakeCaseStrategy.class)
  record StoredFileListJson(
      @JsonProperty(required = true) String object,
      @JsonProperty(required = true) List<StoredFileJson> data,
      String firstId,
      String lastId,
      @JsonProperty(required = true) boolean hasMore) {}

  /** Says that a file was deleted. */
  record FileDeletedJson(
      @JsonProperty(required = true) String id,
      @JsonProperty(required = true) String object,
      @JsonProperty(required = true) boolean deleted) {}

  static StoredFileJson of(StoredFile file) {
    return new StoredFileJson(
        file.id(),
        "file",
        file.bytes(),
        ListJson.seconds(file.created()),
        ListJson.seconds(file.expires()),
        file.filename(),
        file.purpose(),
        "processed",
        null);
  }

  static StoredFileListJson of(Page<StoredFile> page) {
    return ListJson.of(page, StoredFileJson::of, StoredFileJson::id, StoredFileListJson::new);
  }

  /** Says that the file {@code id} was deleted. */
  static FileDeletedJson deleted(String id) {
    return new FileDeletedJson(id, "file", true);
  }
}
