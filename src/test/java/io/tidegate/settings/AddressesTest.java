package io.tidegate.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

  @ParameterizedTest
  @CsvSource({
    "http://a, http://a",
    "https://a.example/v1/, https://a.example/v1",
    "http://127.0.0.1:8000/, http://127.0.0.1:8000",
    "http://[::1]:80/v1, http://[::1]:80/v1",
    "http://a:65535, http://a:65535"
  })
  void takesHttpAddressesWithoutTheirTrailingSlash(String text, URI address) {
    assertThat(Addresses.parse(text)).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a:1", "/v1", "ftp://a", "http:///v1", "mailto:a", "file:/x"})
  void refusesWhatIsNoHttpAddress(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Addresses.parse(text))
        .withMessage("must be an http or https address, not '" + text + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://me:sk-secret@a", "http://a/v1?key=sk-secret", "http://a/#sk-secret"})
  void refusesAndDoesNotRepeatWhatMayHoldASecret(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Addresses.parse(text))
        .withMessage("must have no user, query or fragment");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://me:50%secret@proxy:3128",
        "me:secret@proxy:3128",
        "gpu1:8000/v1?key=secret",
        "htps://me:secret@a",
        "https://a/v1?key=a|secret",
        "https://a/v1#|secret",
        "http://me:se cret:secret@a",
        "//me:secret@a"
      })
  void doesNotRepeatASecretOfWhatIsNoAddressEither(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Addresses.parse(text))
        .withNoCause()
        .withMessageNotContaining("secret");
  }

  @Test
  void refusesWhatIsNoAddressAtAll() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Addresses.parse("http://a b"))
        .withMessage("is no address: Illegal character in authority at index 7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://a:65536", "http://a:99999/v1"})
  void refusesAPortThatCannotBe(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Addresses.parse(text))
        .withMessageContaining("port");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1:9391/v1", "localhost:8000", "gpu1:8000/v1", "[::1]:8000/v1", "a.b:80"})
  void saysThatTheSchemeIsMissing(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Addresses.parse(text))
        .withMessage("needs http:// or https:// in front, not '" + text + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "http://a/v1/chat/completions, /chat/completions",
    "http://a/v1/chat/completions/, /chat/completions",
    "http://a/completions, /completions",
    "https://a/v1/embeddings?api-version=1, /embeddings"
  })
  void refusesTheAddressOfAnOperation(String text, String path) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Addresses.parse(text))
        .withMessageStartingWith("must be the base address, without " + path);
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.test/openai/deployments/d?api-version=2024-10-21",
    "https://a.test/openai/?api-version=preview"
  })
  void takesTheVersionThatAzureWants(String text) {
    assertThat(Addresses.parse(text)).isEqualTo(URI.create(text.replace("openai/?", "openai?")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://a?api-version=1&key=x", "http://a?api-version=", "http://me:x@gpu_1"})
  void takesNoOtherQuery(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Addresses.parse(text))
        .withMessage("must have no user, query or fragment");
  }

  @Test
  void saysWhatIsWrongWithAHostName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Addresses.parse("http://gpu_1:8000/v1"))
        .withMessageContaining("host name");
  }
}
