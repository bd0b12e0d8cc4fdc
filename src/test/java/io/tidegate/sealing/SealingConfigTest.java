package io.tidegate.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealingConfigTest {

  private static final String A = text('a');
  private static final String B = text('b');
  private static final String KEYS = "tidegate.storage.keys";
  private static final String FILE = "tidegate.storage.keys-file";

  @TempDir private Path folder;

  @Test
  void hasNoKeyUnlessOneIsSet() {
    assertThat(SealingConfig.from(new Settings(Map.of())).keys()).isEmpty();
  }

  @Test
  void takesKeysInOrderFromTheSettingOrItsEnvironmentForm() {
    for (String name : new String[] {KEYS, "TIDEGATE_STORAGE_KEYS"}) {
      assertThat(SealingConfig.from(new Settings(Map.of(name, B + ", " + A))).keys())
          .extracting(SealingKey::id)
          .containsExactlyElementsOf(SampleSealing.ids("ba").toList());
    }
  }

  @Test
  void takesAKeyInHexadecimalToo() {
    assertThat(SealingConfig.from(new Settings(Map.of(KEYS, "61".repeat(32)))).keys())
        .extracting(SealingKey::id)
        .containsExactlyElementsOf(SampleSealing.ids("a").toList());
  }

  @Test
  void takesKeysFromTheLinesOfAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("keys"), B + "\n\n " + A + "\n");

    assertThat(SealingConfig.from(new Settings(Map.of(FILE, file.toString()))).keys())
        .extracting(SealingKey::id)
        .containsExactlyElementsOf(SampleSealing.ids("ba").toList());
  }

  @Test
  void namesTheSettingAndTheRuleAndNeverTheKey() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty"), "\n");
    String secret = "c2VjcmV0";

    refuses(
        Map.of(KEYS, A + "," + secret), KEYS + " has no key as number 2: it must have 32 bytes");
    refuses(
        Map.of(KEYS, "secret!"), KEYS + " has no key as number 1: it must be base64 of 32 bytes");
    refuses(Map.of(KEYS, A + "," + A), KEYS + " has the key 2 twice");
    refuses(
        Map.of(FILE, folder.resolve("none").toString()),
        FILE + " names a file that cannot be read");
    refuses(Map.of(FILE, empty.toString()), FILE + " names a file without a key");
    refuses(Map.of(FILE, empty.toString(), KEYS, A), FILE + " means nothing beside " + KEYS);
  }

  private static void refuses(Map<String, String> values, String rule) {
    assertThatExceptionOfType(SettingException.class)
        .isThrownBy(() -> SealingConfig.from(new Settings(values)))
        .withMessageStartingWith(rule)
        .withMessageNotContainingAny("secret", "c2VjcmV0", A)
        .withNoCause();
  }

  private static String text(char letter) {
    return Base64.getEncoder().encodeToString(SampleSealing.bytes(letter));
  }
}
