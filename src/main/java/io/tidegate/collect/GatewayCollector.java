package io.tidegate.collect;

import static io.tidegate.exchange.ErrorCode.CLIENT_CLOSED;
import static io.tidegate.exchange.ErrorCode.INTERNAL_ERROR;
import static io.tidegate.exchange.ErrorCode.REQUEST_TOO_LARGE;
import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerReader;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.CallSpan;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Reading;
import io.tidegate.exchange.Reply;
import io.tidegate.exchange.Usage;
import io.tidegate.memory.MemoryBudget;
import io.tidegate.memory.Reservation;
import io.tidegate.tracing.Step;
import io.tidegate.tracing.Trace;
import io.tidegate.tracing.Tracing;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/** Asks the gateway and keeps what it answers. Thread-safe. */
public final class GatewayCollector implements AnswerCollector {

  private static final Logger LOG = System.getLogger(GatewayCollector.class.getName());
  private static final Failure BROKEN =
      Failure.of(INTERNAL_ERROR, "The gateway failed to keep the answer.");
  private static final Failure LEFT = Failure.of(CLIENT_CLOSED, "The work was cancelled.");

  /**
   * Each byte of an answer is held as it came in, and once more when they are put together. The
   * database's driver makes a third copy of those that are being stored: it is not counted, since a
   * tenant's share of a small heap would then be too small for the longest answer that is kept, and
   * what is counted bounds how many such answers there are at once.
   */
  private static final int COPIES = 2;

  private final Function<Call, Reply> gateway;
  private final Consumer<Call> left;
  private final int most;
  private final Tracing tracing;
  private final Executor threads;

  /**
   * Asks {@code gateway}.
   *
   * @param left told of each call whose answer has ended
   * @param most the most bytes of an answer that are kept; a longer one is a failure
   * @param tracing begins a trace for each call: its client is not there any more
   * @param threads signal those who follow an answer, once they are more than a few
   */
  public GatewayCollector(
      Function<Call, Reply> gateway,
      Consumer<Call> left,
      int most,
      Tracing tracing,
      Executor threads) {
    this.gateway = requireNonNull(gateway, "gateway");
    this.left = requireNonNull(left, "left");
    this.most = most;
    this.tracing = requireNonNull(tracing, "tracing");
    this.threads = requireNonNull(threads, "threads");
  }

  @Override
  public Asking ask(Call call, Reservation held, Consumer<CollectedAnswer> ended) {
    Call traced = call.within(tracing.begin(Step.JOB, Trace.NONE));
    Kept kept = new Kept(traced, gateway.apply(traced).reader(), ended, held);
    Reading.begin(kept.reader, kept::add, kept::end);
    return kept;
  }

  /** One call, and a copy of its answer that any number of readers may follow from its start. */
  private final class Kept implements Asking {

    private final Call call;
    private final AnswerReader reader;
    private final Consumer<CollectedAnswer> ended;
    private final Answer copy = new Answer(most, threads);
    private final AnswerReader body = copy.open().orElseThrow();
    private final AtomicBoolean told = new AtomicBoolean();
    private final Reservation held;
    private int size;

    Kept(Call call, AnswerReader reader, Consumer<CollectedAnswer> ended, Reservation held) {
      this.call = call;
      this.held = held;
      this.reader = reader;
      this.ended = requireNonNull(ended, "ended");
    }

    private void add(byte[] event) {
      if (told.get()) {
        return;
      }
      try {
        keep(event);
      } catch (RuntimeException | Error mistake) {
        broken(mistake);
        reader.close();
      }
    }

    private void keep(byte[] event) {
      if (event.length > most - size) {
        leave(tooLong());
        return;
      }
      if (!held.take((long) COPIES * event.length)) {
        leave(MemoryBudget.EXHAUSTED);
        return;
      }
      if (copy.head() == null) {
        copy.begin(reader.answer().head());
      }
      size += event.length;
      copy.append(event);
    }

    private void leave(Failure why) {
      tell(new CollectedAnswer(null, Usage.NONE, why));
      reader.close();
    }

    private byte[] whole() {
      byte[] whole = new byte[size];
      int at = 0;
      for (byte[] event = body.poll(); event != null; event = body.poll()) {
        System.arraycopy(event, 0, whole, at, event.length);
        at += event.length;
      }
      return whole;
    }

    private void end(Answer answer) {
      try {
        tellEnd(answer);
      } catch (RuntimeException | Error mistake) {
        broken(mistake);
      }
    }

    private void tellEnd(Answer answer) {
      if (answer.failure() == null) {
        JobResult result =
            new JobResult(
                answer.head().status(), answer.head().contentType(), new JobResult.Body(whole()));
        tell(new CollectedAnswer(result, answer.usage(), null));
      } else {
        tell(new CollectedAnswer(null, answer.usage(), answer.failure()));
      }
    }

    @Override
    public void cancel() {
      leave(LEFT);
    }

    @Override
    public Optional<AnswerReader> follow() {
      return copy.open();
    }

    private void tell(CollectedAnswer whole) {
      if (told.compareAndSet(false, true)) {
        // Somebody waits for the end, whatever goes wrong on the way there.
        try {
          left.accept(call);
          CallSpan.ended(call, reader.answer().head(), whole.usage(), whole.failure()).end();
          if (whole.failure() == null) {
            copy.complete(whole.usage());
          } else {
            copy.fail(whole.failure());
          }
        } finally {
          ended.accept(whole);
        }
      }
    }

    /** No memory for it, most likely: somebody waits for the end, whatever it is. */
    private void broken(Throwable mistake) {
      LOG.log(Level.ERROR, "an answer could not be kept", mistake);
      tell(new CollectedAnswer(null, Usage.NONE, BROKEN));
    }

    private Failure tooLong() {
      return Failure.of(
          REQUEST_TOO_LARGE, "The answer is longer than " + most + " bytes, the most to be kept.");
    }
  }
}
