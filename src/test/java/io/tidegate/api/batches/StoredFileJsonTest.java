package io.tidegate.api.batches;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.http.ApiJson;
import io.tidegate.exchange.TenantId;
import io.tidegate.files.StoredFile;
import io.tidegate.store.Page;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StoredFileJsonTest {

  private static final StoredFile FILE =
      new StoredFile(
          "file-in1",
          new TenantId("anna"),
          "batch",
          "in.jsonl",
          2048,
          1_795_000_000_999L,
          1_797_592_000_000L);
  private static final String SHOWN =
      """
      {"id":"file-in1","object":"file","bytes":2048,"created_at":1795000000,\
      "expires_at":1797592000,"filename":"in.jsonl","purpose":"batch","status":"processed",\
      "status_details":null}\
      """;

  @Test
  void aFileIsShownAsOpenAiDoes() {
    assertThat(ApiJson.text(StoredFileJson.of(FILE))).isEqualTo(SHOWN);
  }

  @Test
  void aFileThatIsKeptForEverExpiresNever() {
    StoredFile kept =
        new StoredFile("file-a", FILE.tenant(), "vision", "a", 5L << 30, FILE.created(), 0);

    assertThat(ApiJson.text(StoredFileJson.of(kept)))
        .contains("\"expires_at\":null", "\"bytes\":5368709120");
  }

  @Test
  void aListNamesItsFirstAndItsLast() {
    StoredFile last = new StoredFile("file-z", FILE.tenant(), "batch", "z", 1, FILE.created(), 0);

    assertThat(ApiJson.text(StoredFileJson.of(new Page<>(List.of(FILE, last), true))))
        .startsWith("{\"object\":\"list\",\"data\":[" + SHOWN + ",{\"id\":\"file-z\"")
        .endsWith("],\"first_id\":\"file-in1\",\"last_id\":\"file-z\",\"has_more\":true}");
  }

  @Test
  void anEmptyListNamesNothing() {
    assertThat(ApiJson.text(StoredFileJson.of(new Page<>(List.of(), false))))
        .isEqualTo(
            """
            {"object":"list","data":[],"first_id":null,"last_id":null,"has_more":false}\
            """);
  }

  @Test
  void aDeletedFileIsToldById() {
    assertThat(ApiJson.text(StoredFileJson.deleted("file-a")))
        .isEqualTo("{\"id\":\"file-a\",\"object\":\"file\",\"deleted\":true}");
  }
}
