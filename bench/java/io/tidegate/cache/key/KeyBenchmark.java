package io.tidegate.cache.key;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.Request;
import io.tidegate.exchange.Request.Range;
import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Terms;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the key of a question costs, when it is made and when its spelling is known. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class KeyBenchmark {

  private static final long SEED = 42;

  /** Bytes of what the user says. */
  @Param({"60", "2000", "30000"})
  private int size;

  private Call call;
  private KnownKeys known;

  /** Makes the call. */
  @Setup
  public void ask() {
    String body =
        "{\"model\":\"m\",\"temperature\":0,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
            .formatted("What is it? ".repeat(size / 12));
    Request.Facts facts = Request.Facts.of("m", false, Range.NONE, Range.NONE);
    call =
        new Call(
            "req_1",
            new TenantId("acme"),
            Operation.CHAT,
            new Request(body.getBytes(UTF_8), facts),
            new Deadline(0),
            new Terms(Priority.NORMAL, false, 0));
    known = new KnownKeys(new Random(SEED));
  }

  /** Canonical JSON and its hash. */
  @Benchmark
  public CacheKey isMade() {
    return CacheKey.of(call, "m", false);
  }

  /** As calls have it: short bodies that came before are looked up. */
  @Benchmark
  public CacheKey isFound() {
    return known.of(call, "m", false);
  }
}
