package io.tidegate.api.batches;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.api.http.ListJson;
import io.tidegate.files.StoredFile;
import io.tidegate.store.Page;

/** Shows files as OpenAI's API does. */
final class FileJson {

  private FileJson() {}

  static String of(StoredFile file) {
    return node(file).toString();
  }

  static String of(Page<StoredFile> page) {
    return ListJson.of(page, FileJson::node);
  }

  /** Says that the file {@code id} was deleted. */
  static String deleted(String id) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", id)
        .put("object", "file")
        .put("deleted", true)
        .toString();
  }

  private static ObjectNode node(StoredFile file) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", file.id())
            .put("object", "file")
            .put("bytes", file.bytes())
            .put("created_at", ListJson.seconds(file.created()))
            .put("expires_at", ListJson.seconds(file.expires()));
    // Files are there once they are whole; deprecated, yet SDKs wait for it.
    return node.put("filename", file.filename())
        .put("purpose", file.purpose())
        .put("status", "processed")
        .putNull("status_details");
  }
}
