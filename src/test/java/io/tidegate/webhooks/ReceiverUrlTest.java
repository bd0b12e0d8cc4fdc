package io.tidegate.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiverUrlTest {

  @ParameterizedTest
  @CsvSource({
    "https://hooks.example, https, hooks.example, 443, /",
    "HTTPS://Hooks.Example:8443/a/b?c=d%20e, https, hooks.example, 8443, /a/b?c=d%20e",
    "http://hooks.example?x, http, hooks.example, 80, /?x",
    "http://93.184.215.14/, http, 93.184.215.14, 80, /",
    "https://[2606:4700::1111]:1024/x, https, 2606:4700::1111, 1024, /x",
    "https://xn--bcher-kva.example/, https, xn--bcher-kva.example, 443, /",
    "https://host/, https, host, 443, /",
    "https://1e100.net/, https, 1e100.net, 443, /",
  })
  void takesAUrlApart(String url, String scheme, String host, int port, String path) {
    assertThat(ReceiverUrl.parse(url)).isEqualTo(new ReceiverUrl(scheme, host, port, path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hooks.example",
        "//hooks.example/",
        "/path",
        "ftp://hooks.example/",
        "file:///etc",
        "https:hooks.example",
        "https:///path",
        "https://",
        "https://a b/",
        "https://a\\@b/",
        "https://user@hooks.example/",
        "https://user:secret@hooks.example/",
        "https://@host/",
        "https://hooks.example/#fragment",
        "https://hooks.example:0/",
        "https://hooks.example:22/",
        "https://hooks.example:1023/",
        "https://hooks.example:65536/",
        "https://hooks.example:x/",
        "https://bücher.example/",
        "https://１２７.0.0.1/",
        "https://hooks.example/\n",
        "https://[fe80::1%25eth0]/",
        "https://[::1/",
        "https://a..b/"
      })
  void refusesWhatBreaksARule(String url) {
    assertThatIllegalArgumentException().isThrownBy(() -> ReceiverUrl.parse(url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0x7f.0x0.0x0.0x1",
        "0177.0.0.1",
        "017700000001",
        "127.1",
        "127.0.1",
        "127.0.0.1.",
        "127.0.0.01",
        "127.0.0.256",
        "127.0.0.0x1",
        "0",
        "1",
        "[::ffff:127.0.0.256]",
        "[127.0.0.1]",
        "1.2.3.4.5",
        "a.0x7f",
        "999999999999"
      })
  void refusesAddressesInDisguise(String host) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReceiverUrl.parse("http://" + host + "/"));
  }

  @Test
  void refusesAUrlThatIsTooLong() {
    String longest = "https://hooks.example/" + "x".repeat(2048 - 22);

    assertThat(ReceiverUrl.parse(longest).path()).hasSize(2048 - 21);
    assertThatIllegalArgumentException().isThrownBy(() -> ReceiverUrl.parse(longest + "x"));
  }

  @Test
  void showsNeitherPathNorQuery() {
    ReceiverUrl target = ReceiverUrl.parse("https://hooks.example/T0KEN?key=SECRET");

    assertThat(target).hasToString("https://hooks.example:443");
    assertThat(target.origin()).isEqualTo("https://hooks.example:443");
    assertThat(ReceiverUrl.parse("http://[::1]:8080/x").origin()).isEqualTo("http://[::1]:8080");
  }

  @Test
  void itsRulesRepeatNothingOfTheUrl() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReceiverUrl.parse("https://user:s3cret@hooks.example/"))
        .withMessageNotContaining("s3cret");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReceiverUrl.parse("https://hooks.example/s3cret\\"))
        .withMessageNotContaining("s3cret")
        .withNoCause();
  }
}
