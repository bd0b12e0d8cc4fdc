package io.tidegate.simulator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.nio.DataStreamChannel;

/**
 * Plays one script over one exchange without holding a thread: the timer only says when a step is
 * due, the IO reactor writes it.
 *
 * <p>INVARIANT: at most one of the timer and the reactor has work to do. A wait is begun only when
 * all earlier bytes are written, and {@code due} is set only by who ends a wait or begins without
 * one.
 */
final class ScriptPlayer {

  /** Sends the head of an answer, from whichever thread finds it due. */
  interface HeadSender {
    void send(Head head) throws HttpException, IOException;
  }

  /** A step of the play that writes. */
  private interface Play {
    void run() throws HttpException, IOException;
  }

  private static final System.Logger LOG = System.getLogger(ScriptPlayer.class.getName());

  private final Script script;
  private final Ticket ticket;
  private final ScheduledExecutorService timer;
  private final HeadSender head;
  private volatile ByteBuffer due;
  private volatile Future<?> wait;
  private volatile boolean cutting;
  private volatile boolean over;

  ScriptPlayer(Served served, ScheduledExecutorService timer, HeadSender head) {
    this.script = served.script();
    this.ticket = served.ticket();
    this.timer = timer;
    this.head = head;
  }

  /** Begins once the node has a place: sends the head then, or when the first step is due. */
  void start() throws HttpException, IOException {
    if (ticket.placed(this::startLater)) {
      begin();
    }
  }

  private void begin() throws HttpException, IOException {
    if (!script.steps().hasNext()) {
      due = ByteBuffer.allocate(0);
      head.send(script.head());
      return;
    }
    ScriptStep first = script.steps().next();
    if (first.delayNanos() == 0) {
      due = first.bytes().duplicate();
      head.send(script.head());
    } else {
      await(first, this::sendHead);
    }
  }

  /** Bytes that can be written now; 1 if the connection is to be cut now. */
  int available() {
    ByteBuffer bytes = due;
    if (bytes != null) {
      return bytes.remaining();
    }
    return cutting ? 1 : 0;
  }

  /** Writes what is due, and all that follows it without a delay. */
  void produce(DataStreamChannel output) throws IOException {
    if (cutting) {
      throw new ConnectionClosedException("Cut by the script");
    }
    for (ByteBuffer bytes = due; bytes != null; bytes = due) {
      output.write(bytes);
      if (bytes.hasRemaining()) {
        return;
      }
      advance(output);
    }
  }

  /** Ends the play early because the connection is gone. Does nothing after the end. */
  void stop() {
    over = true;
    Future<?> waiting = wait;
    if (waiting != null) {
      waiting.cancel(false);
    }
    ticket.aborted();
  }

  /** Whether the script has come to its end or was stopped. */
  boolean over() {
    return over;
  }

  private void advance(DataStreamChannel output) throws IOException {
    if (script.steps().hasNext()) {
      ScriptStep next = script.steps().next();
      if (next.delayNanos() == 0) {
        due = next.bytes().duplicate();
      } else {
        due = null;
        await(next, output::requestOutput);
      }
      return;
    }
    due = null;
    switch (script.ending()) {
      case END -> {
        finish();
        output.endStream();
      }
      case CUT -> {
        // The next turn of the reactor flushes what is buffered, then asks for more.
        cutting = true;
        finish();
        output.requestOutput();
      }
      case HANG -> {}
    }
  }

  // Before the end goes over the wire, so that a client that has seen it finds its place free.
  private void finish() {
    over = true;
    ticket.completed();
  }

  private void await(ScriptStep step, Runnable then) throws ConnectionClosedException {
    try {
      wait =
          timer.schedule(
              () -> {
                due = step.bytes().duplicate();
                then.run();
              },
              step.delayNanos(),
              TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      throw new ConnectionClosedException("The simulator is closing");
    }
  }

  /** On the timer, since whoever has made room holds another connection's lock. */
  private void startLater() {
    try {
      timer.execute(() -> unlessOver(this::begin));
    } catch (RejectedExecutionException closed) {
      LOG.log(System.Logger.Level.DEBUG, "The simulator is closing", closed);
    }
  }

  private void sendHead() {
    unlessOver(() -> head.send(script.head()));
  }

  private void unlessOver(Play step) {
    try {
      if (!over) {
        step.run();
      }
    } catch (HttpException | IOException gone) {
      LOG.log(System.Logger.Level.DEBUG, "The client left before the head", gone);
      stop();
    }
  }
}
