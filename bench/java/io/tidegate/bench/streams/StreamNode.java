package io.tidegate.bench.streams;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A node on one thread that does nothing but stream. Each request says how: {@code max_tokens}
 * events, one every {@code seed} microseconds, for the stream {@code user}. Each event says which
 * stream and which event it is and at which nano reading it was sent, and is one write; what a
 * reader does not take holds up its own stream only.
 */
public final class StreamNode {

  private static final int BUFFER = 1 << 14;
  private static final int BACKLOG = 4096;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long LONGEST_WAIT_MILLIS = 100;
  private static final long SLICE_NANOS = 100_000;

  private final Selector selector;
  private final ByteBuffer shared = ByteBuffer.allocateDirect(BUFFER);
  private final PriorityQueue<PacedStream> due;

  private StreamNode(int port) throws IOException {
    long start = System.nanoTime();
    due = new PriorityQueue<>(Comparator.comparingLong(stream -> stream.due() - start));
    selector = Selector.open();
    ServerSocketChannel server = ServerSocketChannel.open();
    server.configureBlocking(false);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    server.register(selector, SelectionKey.OP_ACCEPT);
  }

  /** Runs at the port that the only argument says until the process is killed. */
  public static void main(String[] arguments) throws IOException {
    new StreamNode(Integer.parseInt(arguments[0])).run();
  }

  private void run() throws IOException {
    while (true) {
      long now = System.nanoTime();
      while (!due.isEmpty() && due.peek().due() - now <= 0) {
        send(due.remove());
      }
      select(due.isEmpty() ? Long.MAX_VALUE : due.peek().due() - System.nanoTime());
    }
  }

  private void select(long left) throws IOException {
    if (left >= NANOS_PER_MILLI) {
      selector.select(this::proceed, Math.min(left / NANOS_PER_MILLI, LONGEST_WAIT_MILLIS));
      return;
    }
    if (left > 0 && selector.selectNow(this::proceed) == 0) {
      // The selector knows whole milliseconds only.
      LockSupport.parkNanos(Math.min(left, SLICE_NANOS));
    }
    selector.selectNow(this::proceed);
  }

  private void proceed(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        accept((ServerSocketChannel) key.channel());
        return;
      }
      PacedStream stream = (PacedStream) key.attachment();
      if (key.isReadable()) {
        int count = stream.channel().read(shared.clear());
        if (count < 0) {
          leave(stream);
          return;
        }
        byte[] got = new byte[count];
        shared.flip().get(got);
        if (stream.asked(new String(got, ISO_8859_1))) {
          send(stream);
        }
      } else if (key.isWritable() && stream.flush()) {
        key.interestOps(SelectionKey.OP_READ);
        goOn(stream);
      }
    } catch (IOException gone) {
      leave((PacedStream) key.attachment());
    }
  }

  private void accept(ServerSocketChannel server) throws IOException {
    for (SocketChannel channel = server.accept(); channel != null; channel = server.accept()) {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
      key.attach(new PacedStream(channel, key));
    }
  }

  private void send(PacedStream stream) {
    if (!stream.key().isValid()) {
      return;
    }
    try {
      if (stream.sendNext()) {
        goOn(stream);
      } else {
        stream.key().interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
      }
    } catch (IOException gone) {
      leave(stream);
    }
  }

  private void goOn(PacedStream stream) {
    if (stream.more()) {
      due.add(stream);
    }
  }

  private static void leave(PacedStream stream) {
    try {
      stream.channel().close();
    } catch (IOException ignored) {
      // It is gone all the same.
    }
  }
}
