package io.tidegate.sealing;

import static io.tidegate.exchange.ErrorCode.STORED_DATA_UNREADABLE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidegate.exchange.FailureException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SealingTest {

  private static final SealedPlace HERE = new SealedPlace("job_request.body", "job_1");
  private static final byte[] PROMPT = "what nobody else may read".getBytes(UTF_8);

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final Sealing sealing = SampleSealing.by("a");

  @Test
  void opensWhatItSealedWhateverItsBytes() {
    for (int i = 0; i < 2_000; i++) {
      byte[] value = value();
      byte[] sealed = sealing.seal(HERE, value);

      assertThat(sealing.open(HERE, sealed)).as("seed %s", seed).isEqualTo(value);
      assertThat(sealed).hasSize(value.length + Sealing.OVERHEAD);
    }
  }

  @Test
  void withoutAKeyItAlsoGivesBackWhatLooksSealed() {
    Sealing none = Sealing.none();
    byte[] sealed = sealing.seal(HERE, PROMPT);

    for (byte[] value : new byte[][] {sealed, Arrays.copyOf(sealed, 8), PROMPT, {}}) {
      assertThat(none.open(HERE, none.seal(HERE, value))).isEqualTo(value);
      assertThat(sealing.open(HERE, none.seal(HERE, value))).isEqualTo(value);
    }
  }

  @Test
  void textsComeBackSealedOrNotWhateverTheyLookLike() {
    String sealed = sealing.sealText(HERE, "what nobody else may read é");
    assertThat(sealed).matches("[A-Za-z0-9+/=]+");
    for (String text : new String[] {"", "plain", sealed, sealed.substring(0, 10)}) {
      for (Sealing either : new Sealing[] {sealing, Sealing.none()}) {
        assertThat(either.openText(HERE, either.sealText(HERE, text))).isEqualTo(text);
      }
    }
    assertThat(sealing.openText(HERE, "stored in clear")).isEqualTo("stored in clear");
    assertThatExceptionOfType(FailureException.class)
        .isThrownBy(() -> sealing.openText(HERE, sealed.substring(0, 13)));
  }

  @Test
  void readsWhatWasStoredInClear() {
    for (int i = 0; i < 500; i++) {
      byte[] value = value();
      assertThat(sealing.open(HERE, value)).as("seed %s", seed).isEqualTo(value);
    }
  }

  @Test
  void storesNothingOfTheValue() {
    assertThat(new String(sealing.seal(HERE, PROMPT), ISO_8859_1)).doesNotContain("nobody");
  }

  @Test
  void noTwoSealedValuesAreAlike() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 2_000; i++) {
      byte[] sealed = sealing.seal(HERE, PROMPT);
      // Salt and nonce, which must never come again, and what they made of the same value.
      assertThat(seen.add(HexFormat.of().formatHex(sealed, 17, 45))).isTrue();
      assertThat(seen.add(HexFormat.of().formatHex(sealed, 45, sealed.length))).isTrue();
    }
  }

  @Test
  void noChangedByteIsReadAsAnything() {
    byte[] sealed = sealing.seal(HERE, PROMPT);
    for (int at = 8; at < sealed.length; at++) {
      byte[] changed = sealed.clone();
      changed[at] ^= (byte) (1 << random.nextInt(8));
      if (at == 8 && changed[at] == 0) {
        continue;
      }
      refuses(sealing, HERE, changed);
    }
  }

  @Test
  void noPartIsReadAsTheWhole() {
    byte[] sealed = sealing.seal(HERE, PROMPT);
    for (int length = 8; length < sealed.length; length++) {
      refuses(sealing, HERE, Arrays.copyOf(sealed, length));
    }
    refuses(sealing, HERE, Arrays.copyOf(sealed, sealed.length + 1));
  }

  @Test
  void isReadInItsOwnRowAndColumnOnly() {
    byte[] sealed = sealing.seal(HERE, PROMPT);

    refuses(sealing, new SealedPlace("job_request.body", "job_2"), sealed);
    refuses(sealing, new SealedPlace("job_result.body", "job_1"), sealed);
    refuses(sealing, new SealedPlace("job_request.bodyjob", "_1"), sealed);
  }

  @Test
  void theFirstKeySealsAndEachOpens() {
    byte[] old = sealing.seal(HERE, PROMPT);
    Sealing rotated = SampleSealing.by("ba");
    byte[] fresh = rotated.seal(HERE, PROMPT);

    assertThat(rotated.open(HERE, old)).isEqualTo(PROMPT);
    assertThat(rotated.open(HERE, fresh)).isEqualTo(PROMPT);
    assertThat(SampleSealing.by("ab").open(HERE, fresh)).isEqualTo(PROMPT);
    assertThatExceptionOfType(FailureException.class)
        .isThrownBy(() -> sealing.open(HERE, fresh))
        .withMessageContaining(rotated.ids().get(0));
    refuses(Sealing.none(), HERE, old);
  }

  @Test
  void idsTellKeysApartAndNothingOfThem() {
    assertThat(SampleSealing.ids("abc"))
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("[0-9a-f]{16}"));
    assertThat(new SealingKey(SampleSealing.bytes('a'))).hasToString(sealing.ids().get(0));
  }

  private static void refuses(Sealing sealing, SealedPlace place, byte[] stored) {
    assertThatExceptionOfType(FailureException.class)
        .isThrownBy(() -> sealing.open(place, stored))
        .satisfies(told -> assertThat(told.failure().code()).isEqualTo(STORED_DATA_UNREADABLE))
        .satisfies(told -> assertThat(told.failure().message()).doesNotContain("nobody"));
  }

  private byte[] value() {
    byte[] value = new byte[random.nextInt(random.nextBoolean() ? 40 : 5_000)];
    random.nextBytes(value);
    return value;
  }
}
