package io.tidegate.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorsDocumentTest {

  @Test
  void eachCodeHasItsRowWithItsStatusAndWhetherToAskAgain() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("docs/errors.md")).stream()
            .filter(line -> line.matches("\\| \\d{3} \\| .*"))
            .toList();

    for (ErrorCode code : ErrorCode.values()) {
      String again = code == ErrorCode.CLIENT_CLOSED ? "" : code.retryable() ? "yes" : "no";
      assertThat(rows)
          .as(code.code())
          .filteredOn(
              row ->
                  row.startsWith("| " + code.status() + " | `" + code.code() + "` | ")
                      && row.endsWith(("| " + again + " |").replace("  ", " ")))
          .hasSize(1);
    }
    assertThat(rows).hasSameSizeAs(ErrorCode.values());
  }
}
