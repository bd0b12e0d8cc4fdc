package io.tidegate.cache.answer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.exchange.Operation;
import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Usage;
import io.tidegate.memory.MemoryBudget;
import io.tidegate.memory.Use;

/** Entries of no particular origin. */
final class SampleEntries {

  static final Lifetime LIFETIME = new Lifetime(1, 2, 3, 4, 5);

  private SampleEntries() {}

  static Origin origin(Operation operation) {
    return new Origin(
        new TenantId("tests"), "deepseek-flash", operation, "node-a", new Usage(120, 100, 9));
  }

  static Entry plain(String body) {
    return entry(false, body.getBytes(UTF_8));
  }

  static Entry stream(String body) {
    return entry(true, body.getBytes(UTF_8));
  }

  static Entry entry(boolean stream, byte[] body) {
    return new Entry(origin(Operation.CHAT), LIFETIME, 7, stream, body);
  }

  /** An empty capture of at most {@code cap} bytes, with memory for all of them. */
  static Capture capture(int cap) {
    return new Capture(cap, MemoryBudget.unlimited().open(new TenantId("tests"), Use.CAPTURES));
  }

  /** What a capture makes of {@code events}. */
  static Entry captured(Operation operation, boolean stream, String... events) {
    Capture capture = capture(1 << 20);
    for (String event : events) {
      if (!capture.add(event.getBytes(UTF_8))) {
        throw new AssertionError("too long");
      }
    }
    return capture.entry(origin(operation), LIFETIME, 7, stream);
  }
}
