package io.tidegate.cache.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.Request;
import io.tidegate.exchange.Request.Range;
import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Terms;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KnownKeysTest {

  private static final String QUESTION = "{\"model\":\"m\",\"messages\":[{\"content\":\"why?\"}]}";

  private final KnownKeys keys = new KnownKeys(new Random());

  @Test
  void givesTheSameKeyTheSecondTimeAsTheFirst() {
    Call call = call(QUESTION, "acme", Operation.CHAT, false);
    CacheKey made = CacheKey.of(call, "m", false);

    assertThat(keys.of(call, "m", false)).isEqualTo(made);
    assertThat(keys.of(call(QUESTION, "acme", Operation.CHAT, false), "m", false)).isEqualTo(made);
  }

  @Test
  void tellsApartWhatTheKeyTellsApart() {
    Set<CacheKey> all = new HashSet<>();
    for (int round = 0; round < 2; round++) {
      all.add(keys.of(call(QUESTION, "acme", Operation.CHAT, false), "m", false));
      all.add(keys.of(call(QUESTION, "acme", Operation.CHAT, true), "m", false));
      all.add(keys.of(call(QUESTION, "other", Operation.CHAT, false), "m", false));
      all.add(keys.of(call(QUESTION, "acme", Operation.COMPLETION, false), "m", false));
      all.add(keys.of(call(QUESTION, "acme", Operation.CHAT, false), "n", false));
      all.add(keys.of(call(QUESTION, "acme", Operation.CHAT, false), "m", true));
      all.add(keys.of(call(QUESTION.replace('y', 'o'), "acme", Operation.CHAT, false), "m", false));
    }

    assertThat(all).hasSize(7);
  }

  @Test
  void knowsWhatCannotBeCachedAsLittleTheSecondTime() {
    Call broken = call("{\"model\":\"m\",\"a\":", "acme", Operation.CHAT, false);

    assertThat(keys.of(broken, "m", false)).isNull();
    assertThat(keys.of(broken, "m", false)).isNull();
  }

  @Test
  void cannotBeMadeToCollide() {
    Set<Integer> plain = new HashSet<>();
    Set<Integer> ours = new HashSet<>();
    for (int i = 0; i < 1 << 10; i++) {
      StringBuilder body = new StringBuilder("{\"model\":\"m\",\"a\":\"");
      for (int bit = 0; bit < 10; bit++) {
        body.append((i >> bit & 1) == 0 ? "aA" : "BB");
      }
      Call call = call(body + "\"}", "acme", Operation.CHAT, false);
      plain.add(call.request().body().hashCode());
      ours.add(keys.spelling(call, "m", false).hashCode());
    }

    assertThat(plain).as("they do in a buffer's own hash").hasSize(1);
    assertThat(ours).hasSizeGreaterThan(1_000);
  }

  private static Call call(String body, String tenant, Operation operation, boolean pinned) {
    Request.Facts facts = Request.Facts.of("m", false, Range.NONE, Range.NONE);
    return new Call(
        "req_1",
        new TenantId(tenant),
        operation,
        new Request(body.getBytes(UTF_8), facts),
        new Deadline(0),
        new Terms(Priority.NORMAL, pinned, 0));
  }
}
