package io.tidegate.api.jobs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tidegate.api.entry.Visit;
import io.tidegate.api.http.CallServices;
import io.tidegate.api.http.HttpBodyWriter;
import io.tidegate.api.http.HttpReply;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.Deadline;
import io.tidegate.jobs.JobListener;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * Sends what happens to one job to one client as a stream of events. Called by one thread at a
 * time, that of its {@link HttpBodyWriter}.
 */
final class HttpEventWriter implements HttpBodyWriter.Source {

  /** How long one stream lasts at most; a client that wants more comes back. */
  private static final Duration LONGEST = Duration.ofHours(24);

  /** No blank line follows, which some clients take for the end of an event. */
  private static final String HEARTBEAT = ": keep-alive\n";

  private static final Logger LOG = System.getLogger(HttpEventWriter.class.getName());

  private final AsyncContext async;
  private final String requestId;
  private final HttpBodyWriter writer;
  private final JobEvents events;
  private AutoCloseable watch;

  HttpEventWriter(CallServices desk, AsyncContext async, Visit visit) {
    this.async = async;
    this.requestId = visit.id();
    Deadline end = Deadline.after(visit.arrived(), LONGEST);
    HttpBodyWriter.Target target = new HttpBodyWriter.Target(visit, end, true);
    this.writer = new HttpBodyWriter(desk.open(), desk.clock(), target, this);
    this.events = new JobEvents(writer::signal);
  }

  /** What is to be told of the job. */
  JobListener events() {
    return events;
  }

  /** Begins to write; {@code watch} is closed at the end. */
  void start(AutoCloseable watch) {
    this.watch = watch;
    writer.start();
  }

  @Override
  public boolean goesOn() {
    return !writer.client().isOverdue();
  }

  @Override
  public void begin() throws IOException {
    HttpServletResponse response = (HttpServletResponse) async.getResponse();
    HttpReply.head(response, requestId, 200, AnswerHead.EVENT_STREAM);
    response.setHeader("X-Accel-Buffering", "no");
    writer.open(response.getOutputStream());
  }

  @Override
  public byte[] poll() {
    return events.poll();
  }

  @Override
  public boolean finished() {
    return events.finished();
  }

  @Override
  public byte[] heartbeat() {
    return HEARTBEAT.getBytes(US_ASCII);
  }

  @Override
  public void ended(HttpBodyWriter.End how) {
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
