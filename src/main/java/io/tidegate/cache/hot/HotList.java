package io.tidegate.cache.hot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.tidegate.cache.key.CacheKey;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.TenantId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was asked most at one moment, on one server or on several.
 *
 * @param millis when, since 1970
 * @param counts how often
 * @param wordings what is needed to ask again, of some
 */
record HotList(
    long millis, HeavyHitters<CacheKey> counts, Map<CacheKey, RepeatableRequest> wordings) {

  private static final String VERSION = "1";

  HotList {
    requireNonNull(counts, "counts");
    wordings = Map.copyOf(wordings);
  }

  /** The questions, the hottest first. */
  List<HotKey> keys() {
    return counts.counted().stream()
        .map(c -> new HotKey(c.key(), c.count(), c.error(), wordings.get(c.key())))
        .toList();
  }

  /** Both together, where what is in {@code older} has lost weight since. */
  HotList merge(HotList older, Duration halfLife, int n) {
    double halfLives = Math.max(0, millis - older.millis) / (double) halfLife.toMillis();
    Map<CacheKey, RepeatableRequest> both = new HashMap<>(older.wordings);
    both.putAll(wordings);
    return new HotList(millis, counts.merge(older.counts.times(Math.pow(2, -halfLives)), n), both);
  }

  /**
   * A text for other servers: a line for each question, its words in Base64.
   *
   * @param longest the most characters; where they do not suffice, the coldest go without words
   */
  String text(int longest) {
    List<String> lines = new ArrayList<>();
    lines.add(String.join(" ", VERSION, Long.toString(millis), Double.toString(counts.floor())));
    counts.counted().forEach(c -> lines.add(c.key().hex() + " " + c.count() + " " + c.error()));
    long length = lines.stream().mapToLong(line -> line.length() + 1).sum();
    for (int i = 1; i < lines.size(); i++) {
      RepeatableRequest wording = wordings.get(counts.counted().get(i - 1).key());
      String words = wording == null ? "" : " " + words(wording);
      if (length + words.length() <= longest) {
        length += words.length();
        lines.set(i, lines.get(i) + words);
      }
    }
    return String.join("\n", lines);
  }

  /** The list in {@code text}; throws {@link IllegalArgumentException} if it is none we know. */
  static HotList parse(String text) {
    String[] lines = text.split("\n", -1);
    String[] head = lines[0].split(" ", -1);
    if (head.length != 3 || !head[0].equals(VERSION)) {
      throw new IllegalArgumentException("not a list of this version");
    }
    List<HeavyHitters.Counted<CacheKey>> counted = new ArrayList<>();
    Map<CacheKey, RepeatableRequest> wordings = new HashMap<>();
    for (int i = 1; i < lines.length; i++) {
      String[] words = lines[i].split(" ", -1);
      if (words.length != 3 && words.length != 8) {
        throw new IllegalArgumentException("line " + (i + 1) + " is broken");
      }
      CacheKey key = new CacheKey(words[0]);
      counted.add(new HeavyHitters.Counted<>(key, decimal(words[1]), decimal(words[2])));
      if (words.length == 8) {
        wordings.put(key, wording(words));
      }
    }
    return new HotList(
        Long.parseLong(head[1]), new HeavyHitters<>(counted, decimal(head[2])), wordings);
  }

  private static String words(RepeatableRequest wording) {
    return String.join(
        " ",
        wording.operation().name(),
        wording.tenant().value(),
        Boolean.toString(wording.pinned()),
        encoded(wording.model().getBytes(UTF_8)),
        encoded(wording.bytes()));
  }

  private static RepeatableRequest wording(String[] words) {
    return new RepeatableRequest(
        new String(decoded(words[6]), UTF_8),
        Operation.valueOf(words[3]),
        new TenantId(words[4]),
        Boolean.parseBoolean(words[5]),
        ByteBuffer.wrap(decoded(words[7])));
  }

  private static double decimal(String text) {
    double number = Double.parseDouble(text);
    if (!(number >= 0 && number < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("a count is out of its range");
    }
    return number;
  }

  private static String encoded(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] decoded(String text) {
    return Base64.getDecoder().decode(text);
  }
}
