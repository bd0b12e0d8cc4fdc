package io.tidegate.api.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.tidegate.api.calls.JobJson;
import io.tidegate.api.http.ApiJson;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.AnswerReader;
import io.tidegate.jobs.Job;
import io.tidegate.jobs.JobListener;
import io.tidegate.jobs.JobState;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/**
 * Makes server-sent events of what a watch is told of a job.
 *
 * <p>Told by any thread, polled by one. The content of an attempt that did not come to its end is
 * dropped as soon as that is known, that of a completed one is told before the end.
 */
final class JobEvents implements JobListener {

  private static final String TOLD = "event: job\ndata: ";
  private static final String CONTENT = "event: content\n";

  /** Either a state or content. */
  private record News(Job job, AnswerReader content) {}

  private final Runnable changed;
  private final Queue<News> news = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;
  private AnswerReader content;
  private boolean finished;

  /** Events for one who looks when {@code changed} is run, which must not block. */
  JobEvents(Runnable changed) {
    this.changed = requireNonNull(changed, "changed");
  }

  @Override
  public void state(Job job) {
    news.add(new News(job, null));
    changed.run();
  }

  @Override
  public void content(AnswerReader reader) {
    reader.listen(changed);
    news.add(new News(null, reader));
    if (closed) {
      // Nobody looks any more.
      leaveAll();
    }
    changed.run();
  }

  /** The next event, or null while there is none. */
  byte[] poll() {
    while (!finished) {
      News next = news.peek();
      byte[] event = next == null || isGoodEnd(next) ? more() : null;
      if (event != null) {
        return event;
      }
      if (next == null) {
        return null;
      }
      news.remove();
      if (next.job() != null) {
        return told(next.job());
      }
      drop();
      content = next.content();
    }
    return null;
  }

  /** Whether the final state was polled. */
  boolean finished() {
    return finished;
  }

  /** Leaves what is being read; to be called by the thread that polls. */
  void close() {
    closed = true;
    finished = true;
    drop();
    leaveAll();
  }

  private static boolean isGoodEnd(News next) {
    return next.job() != null && next.job().state() == JobState.COMPLETED;
  }

  /** The next event of the content. */
  private byte[] more() {
    byte[] made = null;
    for (byte[] event = polled(); event != null && made == null; ) {
      boolean isEvent = content.answer().head().contentType().equals(AnswerHead.EVENT_STREAM);
      made = isEvent ? named(event) : data(event);
      event = made == null ? polled() : null;
    }
    return made;
  }

  private byte[] polled() {
    byte[] event = content == null ? null : content.poll();
    if (event != null) {
      content.passedOn(event.length);
    }
    return event;
  }

  private byte[] told(Job job) {
    if (job.state() != JobState.RUNNING) {
      drop();
    }
    finished = job.state().isFinal();
    return (TOLD + ApiJson.text(JobJson.of(job, null)) + "\n\n").getBytes(UTF_8);
  }

  private void drop() {
    if (content != null) {
      content.close();
      content = null;
    }
  }

  private void leaveAll() {
    for (News next = news.poll(); next != null; next = news.poll()) {
      if (next.content() != null) {
        next.content().close();
      }
    }
  }

  /** Only its data: its name and its number would be taken for ours. Null if it has none. */
  private static byte[] named(byte[] event) {
    String data =
        new String(event, UTF_8)
            .lines()
            .filter(line -> line.equals("data") || line.startsWith("data:"))
            .collect(Collectors.joining("\n"));
    return data.isEmpty() ? null : (CONTENT + data + "\n\n").getBytes(UTF_8);
  }

  /** JSON may be laid out over several lines, of which each is one of the event's. */
  private static byte[] data(byte[] json) {
    String lines = new String(json, UTF_8).strip().replaceAll("\\r\\n?|\\n", "\ndata: ");
    return (CONTENT + "data: " + lines + "\n\n").getBytes(UTF_8);
  }
}
