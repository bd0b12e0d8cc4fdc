package io.tidegate.bench;

import static java.util.Comparator.comparingLong;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends calls when they are due, never when the server is ready for them, on one thread.
 *
 * <p>INVARIANT: an idle connection is used last in, first out, and a call for which there is none
 * opens another; in pools of a given size it waits there for one to be free.
 */
final class Generator {

  private static final int BUFFER = 1 << 16;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long LONGEST_WAIT_MILLIS = 100;
  private static final long SLICE_NANOS = 200_000;

  private final SocketAddress address;
  private final RequestBytes requests;
  private final boolean stream;
  private final int connections;
  private final RetryRule rule;
  private final Tally tally;
  private final Selector selector;
  private final ByteBuffer shared = ByteBuffer.allocateDirect(BUFFER);
  private final Deque<Connection> idle = new ArrayDeque<>();
  private final Queue<ClientCall> waiting;
  private final Queue<ClientCall> held = new ArrayDeque<>();
  private final long start;
  private int open;
  private long unsettled;
  private long number;

  /** Where and what to send, and how many connections there are: 0 for as many as are needed. */
  record Target(SocketAddress address, RequestBytes requests, boolean stream, int connections) {

    private static final long PAUSE_NANOS = 500_000;
    private static final long OPENING_NANOS = 2 * PAUSE_NANOS;

    /** How long it surely takes to open them, in nanoseconds. */
    long opening() {
      return connections * OPENING_NANOS;
    }
  }

  /** A generator whose first call may be due at {@code start}, by the nano clock. */
  Generator(Target target, RetryRule rule, Tally tally, long start) throws IOException {
    this.address = target.address();
    this.requests = target.requests();
    this.stream = target.stream();
    this.connections = target.connections();
    this.rule = rule;
    this.tally = tally;
    this.start = start;
    this.selector = Selector.open();
    // Measured from the start, for nano readings may wrap.
    this.waiting = new PriorityQueue<>(comparingLong(call -> call.attemptDue() - start));
  }

  /**
   * Runs until all {@code arrivals} have come and their calls have ended.
   *
   * @param drain nanoseconds to wait after the last arrival; what is open then stays unfinished
   */
  void run(Arrivals arrivals, long drain) throws IOException {
    try {
      for (int i = 0; i < connections; i++) {
        // One by one, so that the server's queue of those that it has not taken yet holds them.
        LockSupport.parkNanos(Target.PAUSE_NANOS);
        idle.add(Connection.opened(address, selector));
        open++;
      }
      generate(arrivals, drain);
    } finally {
      selector.keys().forEach(key -> ((Connection) key.attachment()).close());
      selector.close();
    }
  }

  private void generate(Arrivals arrivals, long drain) throws IOException {
    long next = arrivals.next();
    long lastArrival = next;
    while (next != Arrivals.NONE || unsettled > 0) {
      long now = System.nanoTime() - start;
      while (next <= now) {
        arrive(start + next);
        lastArrival = next;
        next = arrivals.next();
      }
      while (!waiting.isEmpty() && waiting.peek().attemptDue() - start <= now) {
        launch(waiting.remove());
      }
      if (next == Arrivals.NONE && now - lastArrival > drain) {
        return;
      }
      long retry = waiting.isEmpty() ? Arrivals.NONE : waiting.peek().attemptDue() - start;
      select(Math.min(next, retry));
    }
  }

  private void select(long until) throws IOException {
    long left = until - (System.nanoTime() - start);
    if (left >= NANOS_PER_MILLI) {
      long millis = Math.min(left / NANOS_PER_MILLI, LONGEST_WAIT_MILLIS);
      selector.select(this::proceed, millis);
      return;
    }
    // The selector knows whole milliseconds only, which is as long as a refusal takes.
    if (left > 0) {
      LockSupport.parkNanos(Math.min(left, SLICE_NANOS));
    }
    selector.selectNow(this::proceed);
  }

  private void arrive(long due) {
    ClientCall call = new ClientCall(number++, due);
    tally.arrived(call);
    unsettled++;
    launch(call);
  }

  private void launch(ClientCall call) {
    Connection connection = idle.pollLast();
    while (connection != null && !connection.open()) {
      connection = idle.pollLast();
    }
    if (connection == null) {
      launchAfresh(call);
      return;
    }
    tally.sent(call, System.nanoTime());
    try {
      connection.send(call, requests.of(call));
    } catch (IOException closed) {
      broken(connection);
    }
  }

  private void launchAfresh(ClientCall call) {
    if (connections > 0 && open >= connections) {
      held.add(call);
      return;
    }
    tally.sent(call, System.nanoTime());
    tally.connections++;
    try {
      Connection connection = Connection.open(address, selector);
      open++;
      connection.send(call, requests.of(call));
    } catch (IOException refused) {
      retryOrFail(call, null);
    }
  }

  private void close(Connection connection) {
    connection.close();
    open--;
  }

  /** Sends what waits in the clients, as far as there are connections for it. */
  private void sendHeld() {
    while (!held.isEmpty() && (!idle.isEmpty() || open < connections)) {
      launch(held.remove());
    }
  }

  private void proceed(SelectionKey key) {
    Connection connection = (Connection) key.attachment();
    if (connection.idle()) {
      // Nothing is due on it, so this is its end.
      close(connection);
      return;
    }
    try {
      if (connection.proceed(shared)) {
        ended(connection);
      }
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException broken) {
      broken(connection);
    }
  }

  private void ended(Connection connection) {
    ClientCall call = connection.call();
    ResponseReader response = connection.response();
    long now = System.nanoTime();
    if (response.answers(stream)) {
      tally.answered(call, now);
      unsettled--;
    } else {
      tally.refused(call, response, now);
      retryOrFail(call, response);
    }
    if (response.keepAlive()) {
      connection.rest();
      idle.addLast(connection);
    } else {
      close(connection);
    }
    sendHeld();
  }

  private void broken(Connection connection) {
    close(connection);
    ClientCall call = connection.call();
    if (connection.stale()) {
      tally.resent++;
      launchAfresh(call);
    } else {
      retryOrFail(call, null);
    }
    sendHeld();
  }

  /** After {@code response}, or {@code null} for a broken connection. */
  private void retryOrFail(ClientCall call, ResponseReader response) {
    long now = System.nanoTime();
    if (response == null) {
      tally.broken(call, now);
    }
    if (rule.again(call, response)) {
      call.retryAt(now + rule.pause(call, response));
      waiting.add(call);
    } else {
      tally.failed(call);
      unsettled--;
    }
  }
}
