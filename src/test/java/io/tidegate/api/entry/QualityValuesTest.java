package io.tidegate.api.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client would rather have of two codings, or of two media types. */
class QualityValuesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          gzip                                | gzip
          deflate, gzip, br, zstd             | gzip
          GZip ; Q=0.5                        | gzip
          gzip;q=0                            | none
          gzip; q=0.000                       | none
          gzip ; q = 0.0 , br                 | none
          *                                   | gzip
          *;q=0.1                             | gzip
          *;q=0                               | none
          gzip;q=0, *                         | identity
          gzip;q=0, *;q=0.5, identity;q=0     | none
          identity;q=0, *                     | gzip
          identity                            | identity
          identity, gzip                      | identity
          gzip, identity                      | gzip
          identity;q=0.5, gzip;q=0.4          | identity
          identity;q=0.4, gzip;q=0.5          | gzip
          gzip;q=.2                           | gzip
          gzip;q=7                            | gzip
          gzip;q=-1                           | none
          gzip;q=                             | none
          gzip;q=high                         | none
          gzip;level="9,q=0";q=1              | gzip
          not-gzip, gzipped                   | none
          ,, ;q=1                             | none
          ''                                  | none
          """)
  void aCodingIsChosenAsItIsWanted(String header, String expected) {
    assertThat(coding(List.of(header))).isEqualTo(expected);
  }

  @Test
  void severalHeadersAreOneList() {
    assertThat(coding(List.of("br", "gzip;q=0.5"))).isEqualTo("gzip");
    assertThat(coding(List.of())).isEqualTo("none");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          text/csv                                  | text/csv
          Text/CSV; charset=utf-8; q=0.3            | text/csv
          text/csv;q=0                              | none
          application/json;q=0.1, text/csv          | text/csv
          text/csv;q=0.1, application/json          | application/json
          text/*                                    | text/csv
          text/*;q=0.1, */*                         | application/json
          text/csv, */*                             | text/csv
          */*                                       | application/json
          text/html, image/*, *; q=.2, */*; q=.2    | application/json
          text/csvx                                 | none
          """)
  void aMediaTypeIsChosenByTheMostParticularThatIsSaidOfIt(String header, String expected) {
    assertThat(
            QualityValues.of(List.of(header))
                .best(List.of("application/json", "text/csv"))
                .orElse("none"))
        .isEqualTo(expected);
  }

  private static String coding(List<String> lines) {
    return QualityValues.of(lines).best(List.of("gzip", "identity")).orElse("none");
  }
}
