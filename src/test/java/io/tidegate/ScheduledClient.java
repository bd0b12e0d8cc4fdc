package io.tidegate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerReader;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Reply;
import io.tidegate.work.Timer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A client that asks, reads at its pace, and perhaps leaves.
 *
 * <p>As in the gateway's own writer, the first thread to signal does the work, and the others leave
 * it their wish.
 */
final class ScheduledClient {

  private static final long NEVER = Long.MIN_VALUE;
  private static final long SOON = TimeUnit.MILLISECONDS.toNanos(1);

  private final Gateway gateway;
  private final Call call;
  private final Timer timer;
  private final long pause;
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final AtomicInteger wishes = new AtomicInteger();
  private final AtomicLong endedAt = new AtomicLong(NEVER);

  private volatile long asked;
  private volatile Answer answer;
  private volatile AnswerReader reader;
  private volatile boolean hangsUp;
  private volatile long hungUpAt = NEVER;
  private volatile boolean done;
  private boolean paused;
  private volatile boolean rested;

  /** A client for {@code call} that pauses for {@code pause} milliseconds between events. */
  ScheduledClient(Gateway gateway, Call call, Timer timer, int pause) {
    this.gateway = gateway;
    this.call = call;
    this.timer = timer;
    this.pause = TimeUnit.MILLISECONDS.toNanos(pause);
  }

  void ask() {
    asked = System.nanoTime();
    Reply reply = gateway.ask(call);
    answer = reply.answer();
    reader = reply.reader();
    reader.listen(this::signal);
    signal();
  }

  /** Hangs up, unless it has its answer; must not come before it has asked. */
  void hangUp() {
    hangsUp = true;
    signal();
  }

  private void signal() {
    noteEnd();
    int missed = 1;
    if (wishes.getAndIncrement() == 0) {
      do {
        step();
        missed = wishes.addAndGet(-missed);
      } while (missed != 0);
    }
  }

  private void noteEnd() {
    if (answer.ended()) {
      endedAt.compareAndSet(NEVER, System.nanoTime());
    }
  }

  /** Nobody signals to a client that has hung up. */
  private void lookForEnd() {
    noteEnd();
    if (endedAt.get() == NEVER) {
      timer.after(SOON, this::lookForEnd);
    }
  }

  private void step() {
    paused &= !rested;
    rested = false;
    if (done) {
      return;
    }
    if (hangsUp && !answer.ended()) {
      hungUpAt = System.nanoTime();
      leave();
      lookForEnd();
      return;
    }
    while (!paused && read()) {
      if (pause > 0) {
        paused = true;
        timer.after(pause, this::goOn);
      }
    }
    if (reader.finished()) {
      leave();
    }
  }

  private void goOn() {
    rested = true;
    signal();
  }

  private boolean read() {
    byte[] event = reader.poll();
    if (event == null) {
      return false;
    }
    events.add(new String(event, UTF_8));
    reader.passedOn(event.length);
    return true;
  }

  private void leave() {
    done = true;
    reader.close();
    gateway.left(call);
  }

  Call call() {
    return call;
  }

  Answer answer() {
    return answer;
  }

  /** What it has read so far. */
  List<String> events() {
    return events;
  }

  /** Whether the answer has ended and it has read all of it, or has hung up. */
  boolean served() {
    return done && endedAt.get() != NEVER;
  }

  /** One word for how it fared. */
  String outcome() {
    if (!answer.ended()) {
      return "call OPEN";
    }
    boolean fallback = answer.head() != null && answer.head().fallback() != null;
    String how = answer.failure() == null ? "WHOLE" : answer.failure().code().name();
    return "call " + how + (fallback ? " by fallback" : "");
  }

  /** Whether it left before the end. */
  boolean hungUp() {
    return hungUpAt != NEVER;
  }

  /**
   * By how many nanoseconds the end came after the deadline, after the client was gone, or after
   * {@code cutOff}, when the gateway ended all calls, or null.
   */
  long late(Long cutOff) {
    long end = endedAt.get();
    long late = -call.deadline().remaining(end);
    if (hungUp()) {
      late = Math.max(late, end - hungUpAt);
    }
    if (cutOff != null) {
      late = Math.max(late, Math.min(end - cutOff, end - asked));
    }
    return late;
  }
}
