package io.tidegate.api.jobs;

import io.tidegate.api.entry.Visit;
import io.tidegate.api.http.BodyForm;
import io.tidegate.api.http.CallServices;
import io.tidegate.api.http.HttpReply;
import io.tidegate.api.open.OpenCall;
import io.tidegate.api.open.OwedFlush;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.Turns;
import io.tidegate.jobs.JobListener;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * Writes what happens to one job to one client as a stream of events, without blocking.
 *
 * <p>INVARIANT: the response is touched only inside {@link #step}, by one thread at a time.
 */
final class HttpEventWriter implements WriteListener {

  /** How long one stream lasts at most; a client that wants more comes back. */
  private static final Duration LONGEST = Duration.ofHours(24);

  private static final Logger LOG = System.getLogger(HttpEventWriter.class.getName());

  private final CallServices desk;
  private final AsyncContext async;
  private final String requestId;
  private final OpenCall client;
  private final JobEvents events = new JobEvents(this::signal);
  private final Turns turns = new Turns();
  private final OwedFlush flush = new OwedFlush();

  private AutoCloseable watch;
  private ServletOutputStream out;
  private boolean ended;
  private volatile boolean writable;

  HttpEventWriter(CallServices desk, AsyncContext async, Visit visit) {
    this.desk = desk;
    this.async = async;
    this.requestId = visit.id();
    this.client = new OpenCall(visit, Deadline.after(visit.arrived(), LONGEST), true, this::signal);
  }

  /** What is to be told of the job. */
  JobListener events() {
    return events;
  }

  /** Begins to write; {@code watch} is closed at the end. */
  void start(AutoCloseable watch) {
    this.watch = watch;
    desk.open().add(client);
    signal();
  }

  @Override
  public void onWritePossible() {
    writable = true;
    signal();
  }

  @Override
  public void onError(Throwable cause) {
    client.clientGone();
  }

  private void signal() {
    turns.take(this::step);
  }

  private void step() {
    if (ended || watch == null) {
      return;
    }
    try {
      if (client.isGone() || client.isOverdue()) {
        end();
      } else if (out == null) {
        begin();
      } else if (writable) {
        write();
      }
    } catch (IOException broken) {
      end();
    } catch (RuntimeException | Error mistake) {
      // Nobody else could end this stream.
      LOG.log(Level.ERROR, "a job's events could not be written", mistake);
      end();
    }
  }

  private void begin() throws IOException {
    HttpServletResponse response = (HttpServletResponse) async.getResponse();
    HttpReply.head(response, requestId, 200, AnswerHead.EVENT_STREAM);
    response.setHeader("X-Accel-Buffering", "no");
    out = response.getOutputStream();
    out.setWriteListener(this);
  }

  private void write() throws IOException {
    while (out.isReady()) {
      byte[] event = events.poll();
      if (event != null) {
        put(event);
      } else if (events.finished()) {
        end();
        return;
      } else if (client.isHeartbeatDue()) {
        put(BodyForm.STREAM.heartbeat());
      } else if (!flush.pay(out)) {
        return;
      }
    }
  }

  private void put(byte[] bytes) throws IOException {
    out.write(bytes);
    flush.owe();
    client.heard(desk.clock().getAsLong());
  }

  private void end() {
    ended = true;
    desk.open().remove(client);
    events.close();
    try {
      watch.close();
    } catch (Exception unclosed) {
      LOG.log(Level.WARNING, "a job's watch could not be closed", unclosed);
    } finally {
      async.complete();
    }
  }
}
