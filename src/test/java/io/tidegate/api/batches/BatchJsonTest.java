package io.tidegate.api.batches;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.http.ApiJson;
import io.tidegate.batches.state.Batch;
import io.tidegate.batches.state.BatchStatus;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.TenantId;
import io.tidegate.store.Page;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BatchJsonTest {

  private static final Batch RUNNING =
      new Batch(
          "batch_1",
          new TenantId("anna"),
          Operation.CHAT,
          "deepseek-flash",
          BatchStatus.IN_PROGRESS,
          new Batch.FileIds("file-in1", null, null),
          new Batch.Times(
              1_795_000_000_000L, 1_795_000_005_400L, 1_795_086_400_000L, 0, 0, 0, 0, 0, 0),
          new Batch.Counts(100, 40, 1),
          new Batch.Tokens(900, 10, 300, 20),
          List.of(),
          Map.of("night", "1", "job", "n1"));

  @Test
  void aBatchIsShownAsOpenAiDoes() {
    assertThat(ApiJson.text(BatchJson.of(RUNNING)))
        .isEqualTo(
            """
            {"id":"batch_1","object":"batch","endpoint":"/v1/chat/completions",\
            "model":"deepseek-flash","errors":null,"input_file_id":"file-in1",\
            "completion_window":"24h","status":"in_progress","output_file_id":null,\
            "error_file_id":null,"created_at":1795000000,"in_progress_at":1795000005,\
            "expires_at":1795086400,"finalizing_at":null,"completed_at":null,"failed_at":null,\
            "expired_at":null,"cancelling_at":null,"cancelled_at":null,\
            "request_counts":{"total":100,"completed":40,"failed":1},\
            "usage":{"input_tokens":900,"input_tokens_details":{"cached_tokens":10},\
            "output_tokens":300,"output_tokens_details":{"reasoning_tokens":20},\
            "total_tokens":1200},"metadata":{"job":"n1","night":"1"}}\
            """);
  }

  @Test
  void aFailedBatchTellsWhatIsWrongInWhichLine() {
    Batch failed =
        new Batch(
            "batch_2",
            RUNNING.tenant(),
            Operation.EMBEDDINGS,
            null,
            BatchStatus.FAILED,
            new Batch.FileIds("file-in1", "file-out", "file-err"),
            new Batch.Times(1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000),
            new Batch.Counts(0, 0, 0),
            new Batch.Tokens(0, 0, 0, 0),
            List.of(
                new Batch.LineError("invalid_json_line", "Line 3 is not JSON.", null, 3),
                new Batch.LineError("empty_file", "The file is empty.", "input_file_id", 0)),
            Map.of());

    assertThat(ApiJson.text(BatchJson.of(failed)))
        .contains(
            "\"endpoint\":\"/v1/embeddings\",\"model\":null",
            """
            "errors":{"object":"list","data":[\
            {"code":"invalid_json_line","message":"Line 3 is not JSON.","param":null,"line":3},\
            {"code":"empty_file","message":"The file is empty.","param":"input_file_id",\
            "line":null}]}\
            """,
            "\"output_file_id\":\"file-out\",\"error_file_id\":\"file-err\"",
            """
            "created_at":1,"in_progress_at":2,"expires_at":3,"finalizing_at":4,"completed_at":5,\
            "failed_at":6,"expired_at":7,"cancelling_at":8,"cancelled_at":9,\
            """,
            "\"metadata\":null");
  }

  @Test
  void aListNamesItsFirstAndItsLast() {
    assertThat(ApiJson.text(BatchJson.of(new Page<>(List.of(RUNNING), false))))
        .startsWith("{\"object\":\"list\",\"data\":[{\"id\":\"batch_1\"")
        .endsWith("\"first_id\":\"batch_1\",\"last_id\":\"batch_1\",\"has_more\":false}");
  }
}
