package io.tidegate.sealing;

import static io.tidegate.exchange.ErrorCode.STORED_DATA_UNREADABLE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals values before they are stored and opens them when they are read: AES-256-GCM (NIST SP
 * 800-38D) with a key, a salt and a nonce of each value's own.
 *
 * <p>A sealed value begins with eight bytes by which it is known, a byte for its form, the id of
 * its key, the salt and the nonce; then come the encrypted bytes and a tag of 16. What does not
 * begin so was stored in clear and is read as it is. Immutable, thread-safe.
 */
public final class Sealing {

  /** By chance a value that was stored before there was sealing begins so once in 2^64. */
  private static final byte[] MAGIC = HexFormat.of().parseHex("f154d39b3ce7055a");

  /** How these begin in base64: as far as the next byte has no part in it. */
  private static final String MARK = Base64.getEncoder().encodeToString(MAGIC).substring(0, 10);

  private static final byte CLEAR = 0;
  private static final byte SEALED = 1;
  private static final int SALT = 16;
  private static final int NONCE = 12;
  private static final int TAG = 16;
  private static final int PREFIX = MAGIC.length + 1;
  private static final int HEADER = PREFIX + SealingKey.ID_BYTES + SALT + NONCE;

  /** How many bytes a sealed value is longer. */
  static final int OVERHEAD = HEADER + TAG;

  private final List<SealingKey> keys;
  private final RandomGenerator random;

  /**
   * Sealing by the first of {@code keys}; each of them opens. Without keys values stay in clear.
   *
   * @param random makes salts and nonces; it must be a secure one
   */
  Sealing(List<SealingKey> keys, RandomGenerator random) {
    this.keys = List.copyOf(keys);
    this.random = requireNonNull(random, "random");
  }

  /** No sealing: there are no keys. */
  public static Sealing none() {
    return new Sealing(
        List.of(),
        () -> {
          throw new IllegalStateException("nothing is sealed without a key");
        });
  }

  /** Whether values are sealed: there is a key. */
  public boolean on() {
    return !keys.isEmpty();
  }

  /** The ids of the keys, of which the first seals. */
  public List<String> ids() {
    return keys.stream().map(SealingKey::id).toList();
  }

  /**
   * What is to be stored of {@code value} at {@code place}; without a key the value itself, marked
   * as clear if it could be taken for a sealed one. The array given is not changed.
   */
  public byte[] seal(SealedPlace place, byte[] value) {
    if (keys.isEmpty()) {
      return isMarked(value) ? clear(value) : value;
    }
    SealingKey key = keys.get(0);
    byte[] salt = new byte[SALT];
    byte[] nonce = new byte[NONCE];
    random.nextBytes(salt);
    random.nextBytes(nonce);
    byte[] sealed = new byte[HEADER + value.length + TAG];
    ByteBuffer header = ByteBuffer.wrap(sealed);
    header.put(MAGIC).put(SEALED).put(HexFormat.of().parseHex(key.id())).put(salt).put(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, sealed, place);
      var unused = cipher.doFinal(value, 0, value.length, sealed, HEADER);
      return sealed;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("a value cannot be sealed", impossible);
    }
  }

  /**
   * The value of which {@code stored} is kept at {@code place}; what was stored in clear as it is.
   *
   * @throws FailureException {@code STORED_DATA_UNREADABLE} if it was sealed by a key that is not
   *     here, for another place, or changed since
   */
  public byte[] open(SealedPlace place, byte[] stored) {
    if (!isMarked(stored)) {
      return stored;
    }
    byte form = stored.length < PREFIX ? SEALED : stored[MAGIC.length];
    if (form == CLEAR) {
      return Arrays.copyOfRange(stored, PREFIX, stored.length);
    }
    if (form != SEALED || stored.length < OVERHEAD) {
      throw unreadable("It is in no form that is known here.");
    }
    String id = HexFormat.of().formatHex(stored, PREFIX, PREFIX + SealingKey.ID_BYTES);
    SealingKey key =
        key(id)
            .orElseThrow(
                () -> unreadable("It was sealed by the key " + id + ", which is not here."));
    try {
      return cipher(Cipher.DECRYPT_MODE, key, stored, place)
          .doFinal(stored, HEADER, stored.length - HEADER);
    } catch (AEADBadTagException foreign) {
      throw unreadable("It was changed, or belongs elsewhere.");
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("a value cannot be opened", impossible);
    }
  }

  /** As {@link #seal}, of a text and as one: sealed, it is base64. */
  public String sealText(SealedPlace place, String text) {
    if (keys.isEmpty() && !text.startsWith(MARK)) {
      return text;
    }
    byte[] value = text.getBytes(UTF_8);
    return Base64.getEncoder().encodeToString(keys.isEmpty() ? clear(value) : seal(place, value));
  }

  /** As {@link #open}, of what {@link #sealText} made, or of a text that was stored in clear. */
  public String openText(SealedPlace place, String stored) {
    if (!stored.startsWith(MARK)) {
      return stored;
    }
    try {
      return new String(open(place, Base64.getDecoder().decode(stored)), UTF_8);
    } catch (IllegalArgumentException cut) {
      throw unreadable("It is not whole.");
    }
  }

  private static Cipher cipher(int mode, SealingKey key, byte[] header, SealedPlace place)
      throws GeneralSecurityException {
    int salt = PREFIX + SealingKey.ID_BYTES;
    int nonce = salt + SALT;
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        mode,
        key.of(Arrays.copyOfRange(header, salt, nonce)),
        new GCMParameterSpec(TAG * Byte.SIZE, header, nonce, NONCE));
    cipher.updateAAD(header, 0, HEADER);
    cipher.updateAAD(place.bytes());
    return cipher;
  }

  private Optional<SealingKey> key(String id) {
    return keys.stream().filter(key -> key.id().equals(id)).findFirst();
  }

  private static boolean isMarked(byte[] stored) {
    return stored.length >= MAGIC.length
        && Arrays.equals(stored, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  private static byte[] clear(byte[] value) {
    return ByteBuffer.allocate(PREFIX + value.length).put(MAGIC).put(CLEAR).put(value).array();
  }

  private static FailureException unreadable(String why) {
    return Failure.of(STORED_DATA_UNREADABLE, "What was stored cannot be read. " + why)
        .asException();
  }
}
