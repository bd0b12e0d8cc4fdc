package io.tidegate.formats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testing.Allocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {

  private static final int TIMES = 20_000;

  /** Garbage is counted in what is measured, so that a tree itself is smaller still. */
  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "[]", "{\"a\":1}", "\"some words of prose\"", "1", "12.5e3", "[[1,2],{}]"})
  void aTreeTakesNoMoreThanIsSaid(String item) {
    byte[] json = ("{\"list\":[" + (item + ",").repeat(TIMES) + item + "]}").getBytes(UTF_8);

    assertThat(Allocation.of(() -> read(json))).isLessThan(Json.treeSize(json) * 5 / 4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"words and words ", "\\u00e4"})
  void aTextIsNoReasonToAskForMuch(String text) {
    byte[] json = ("{\"text\":\"" + text.repeat(TIMES) + "\"}").getBytes(UTF_8);

    assertThat(Json.treeSize(json)).isLessThan(5L * json.length);
    assertThat(Allocation.of(() -> read(json))).isLessThan(2 * Json.treeSize(json));
  }

  private static void read(byte[] json) {
    try {
      Json.read(json);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
