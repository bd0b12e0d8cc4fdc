package io.tidegate.warmup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.CompletableFuture.completedStage;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.cache.hot.RepeatableRequest;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Request;
import io.tidegate.exchange.Request.Range;
import io.tidegate.exchange.TenantId;
import io.tidegate.settings.Settings;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.RecordingMetrics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** A server with a warm-up, in a world where time passes when told to and answers come on order. */
final class WarmupWorld {

  /** A question asked of the gateway. */
  record Asked(String question, Call call, long at, Consumer<Boolean> ended) {}

  static final WarmupConfig CONFIG = WarmupConfig.from(new Settings(Map.of()));

  final ManualClock clock = new ManualClock();
  final RecordingMetrics metrics = new RecordingMetrics();
  final List<Asked> asked = new ArrayList<>();
  final WarmupSchedule schedule = new WarmupSchedule(CONFIG.schedule(), ZoneOffset.UTC);
  final Warmup warmup;

  /** For how long answers stay fresh, in milliseconds, by question. */
  final Map<String, Long> fresh = new HashMap<>();

  boolean spare = true;

  /** Models that have no places to spare whatever others have. */
  final Set<String> full = new HashSet<>();

  /** Whether the tenant's calls may go to private nodes only. */
  boolean pinned = true;

  /** The cache's answer, where it takes its time. */
  CompletableFuture<Void> lookUps = CompletableFuture.completedFuture(null);

  /** What becomes of a question that is asked. */
  Consumer<Asked> node = question -> question.ended().accept(true);

  private Instant time = Instant.parse("2026-11-23T02:00:00Z");

  WarmupWorld(long seed) {
    WarmupCalls calls =
        new WarmupCalls(
            WarmupWorld::parse, this::same, new Random(seed), clock, Duration.ofMinutes(10));
    Warmup.Parts parts =
        new Warmup.Parts(calls, this::freshFor, this::spares, this::asked, metrics);
    warmup = new Warmup(parts, CONFIG, schedule, clock, () -> time);
  }

  Instant time() {
    return time;
  }

  void pass(Duration some) {
    clock.advance(some);
    time = time.plus(some);
  }

  /** Lets time pass in steps, with a tick after each. */
  void tick(int times, Duration step) {
    for (int i = 0; i < times; i++) {
      pass(step);
      warmup.tick();
    }
  }

  /** Ticks as the clockwork does for {@code some}. */
  void run(Duration some) {
    tick((int) (some.toMillis() / 100), Duration.ofMillis(100));
  }

  boolean start(String... questions) {
    return start(new WarmupPlan(wordings(questions), 0));
  }

  boolean start(WarmupPlan plan) {
    return warmup.start(WarmupProgress.Trigger.HAND, () -> completedStage(plan));
  }

  List<String> questions() {
    return asked.stream().map(Asked::question).toList();
  }

  /** Checks that no two questions were asked within less than {@code interval}. */
  void assertPace(Duration interval) {
    for (int i = 1; i < asked.size(); i++) {
      assertThat(asked.get(i).at() - asked.get(i - 1).at())
          .isGreaterThanOrEqualTo(interval.toNanos());
    }
  }

  static String[] numbered(int count) {
    return IntStream.range(0, count).mapToObj(i -> "q" + i).toArray(String[]::new);
  }

  static List<RepeatableRequest> wordings(String... questions) {
    return List.of(questions).stream().map(WarmupWorld::wording).toList();
  }

  static RepeatableRequest wording(String question) {
    return wording("model", question);
  }

  static RepeatableRequest wording(String model, String question) {
    return new RepeatableRequest(
        model,
        Operation.CHAT,
        new TenantId("tests"),
        true,
        ByteBuffer.wrap(question.getBytes(UTF_8)));
  }

  /** The body is the question, and one of them is broken. */
  static Request parse(byte[] body, Operation operation) {
    if (text(body).equals("broken")) {
      throw Failure.of(ErrorCode.INVALID_JSON, "It is broken.").asException();
    }
    return new Request(body, Request.Facts.of("model", false, Range.NONE, Range.NONE));
  }

  private boolean same(TenantId tenant, boolean then) {
    return tenant.value().equals("tests") && then == pinned;
  }

  private boolean spares(String model) {
    return spare && !full.contains(model);
  }

  private CompletionStage<Long> freshFor(Call call, String model) {
    return lookUps.thenApply(done -> fresh.getOrDefault(question(call), 0L));
  }

  private void asked(Call call, Consumer<Boolean> ended) {
    Asked question = new Asked(question(call), call, clock.getAsLong(), ended);
    asked.add(question);
    node.accept(question);
  }

  private static String question(Call call) {
    byte[] body = new byte[call.request().size()];
    call.request().body().get(body);
    return text(body);
  }

  private static String text(byte[] body) {
    return new String(body, UTF_8);
  }
}
