package io.tidegate.api.batches;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ContentDispositionTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "in.jsonl,in.jsonl,in.jsonl",
        "`a b\"; x=\"y`,a_b_;_x=_y,a%20b%22%3B%20x%3D%22y",
        "`a\r\nSet-Cookie: b`,a__Set-Cookie:_b,a%0D%0ASet-Cookie%3A%20b",
        "50%\\/,50___,50%25%5C%2F",
        "潮.txt,_.txt,%E6%BD%AE.txt"
      })
  void noNameBreaksOutOfTheHeader(String name, String ascii, String exact) {
    assertThat(ContentDisposition.attachment(name))
        .isEqualTo("attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + exact);
  }
}
