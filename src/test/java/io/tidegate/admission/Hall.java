package io.tidegate.admission;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.Request;
import io.tidegate.exchange.Request.Range;
import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Terms;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.RecordingMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** An admission with a number of places, some tenants of which may be shut out. */
final class Hall {

  static final String LANE = "m";

  /** The next calls get these terms. */
  Priority priority = Priority.NORMAL;

  int retries;
  Duration deadline = Duration.ofMinutes(10);
  long tokens = 1000;
  int bytes = 100;
  String model = LANE;
  Object needs = "any";

  /** Dearer calls find no place. */
  long budget = Long.MAX_VALUE;

  private final ManualClock clock = new ManualClock();
  private final RecordingMetrics metrics = new RecordingMetrics();
  private final AtomicInteger free = new AtomicInteger();
  private final AtomicLong number = new AtomicLong();
  private final Set<Object> shutOut = ConcurrentHashMap.newKeySet();
  private final List<FakeCandidate> started = new ArrayList<>();
  private final Admission admission;

  Hall() {
    this(new AdmissionConfig(Duration.ofSeconds(10), 1000, 1 << 20));
  }

  Hall(AdmissionConfig config) {
    admission = new Admission(config, clock, metrics);
  }

  Admission admission() {
    return admission;
  }

  ManualClock clock() {
    return clock;
  }

  RecordingMetrics metrics() {
    return metrics;
  }

  /** Those who were started through {@link #enter}, in order. */
  List<FakeCandidate> started() {
    return started;
  }

  /** A call of {@code tenant} that has not come yet. */
  FakeCandidate call(String tenant) {
    byte[] body = new byte[bytes];
    System.arraycopy(("{\"model\":\"" + model + "\"").getBytes(UTF_8), 0, body, 0, 12);
    Request request =
        new Request(body, Request.Facts.of(model, false, new Range(9, 12), Range.NONE));
    Call call =
        new Call(
            "call-" + number.incrementAndGet(),
            new TenantId(tenant),
            Operation.CHAT,
            request,
            Deadline.after(clock.getAsLong(), deadline),
            new Terms(priority, false, retries));
    return new FakeCandidate(call, tokens, needs, this::take);
  }

  /** A call of {@code tenant} that comes now. */
  FakeCandidate enter(String tenant) {
    FakeCandidate call = call(tenant);
    call.onStart(() -> started.add(call));
    admission.enter(call);
    return call;
  }

  List<FakeCandidate> enter(String tenant, int count) {
    List<FakeCandidate> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      calls.add(enter(tenant));
    }
    return calls;
  }

  /** Frees {@code places}, and says so. */
  void free(int places) {
    freeQuietly(places);
    admission.freed(LANE);
  }

  void freeQuietly(int places) {
    free.addAndGet(places);
  }

  int freePlaces() {
    return free.get();
  }

  /** Keeps a tenant, or calls with certain needs, from getting a place. */
  void shutOut(Object tenantOrNeeds) {
    shutOut.add(tenantOrNeeds);
  }

  void letIn(Object tenantOrNeeds) {
    shutOut.remove(tenantOrNeeds);
  }

  void pass(Duration time) {
    clock.advance(time);
  }

  /** Teaches the lane that one place comes free per {@code interval}; nobody waits afterwards. */
  void drainEvery(Duration interval) {
    enter("teacher", 40);
    for (int i = 0; i < 40; i++) {
      pass(interval);
      free(1);
    }
    started.clear();
  }

  private boolean take(FakeCandidate candidate) {
    return !shutOut.contains(candidate.call().tenant().value())
        && !shutOut.contains(candidate.needs())
        && candidate.tokens() <= budget
        && free.getAndUpdate(places -> Math.max(0, places - 1)) > 0;
  }
}
