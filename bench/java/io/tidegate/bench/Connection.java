package io.tidegate.bench;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** A connection that carries one call at a time; for one thread. */
final class Connection {

  private final SocketChannel channel;
  private final SelectionKey key;
  private final ResponseReader response = new ResponseReader();
  private ClientCall call;
  private ByteBuffer unsent;
  private boolean used;
  private boolean idle;

  private Connection(SocketChannel channel, Selector selector) throws IOException {
    this.channel = channel;
    this.key = channel.register(selector, SelectionKey.OP_READ, this);
  }

  /** Begins to connect to {@code address}. */
  static Connection open(SocketAddress address, Selector selector) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.connect(address);
      return new Connection(channel, selector);
    } catch (IOException refused) {
      channel.close();
      throw refused;
    }
  }

  /** One to {@code address} that stands and has carried nothing. */
  static Connection opened(SocketAddress address, Selector selector) throws IOException {
    SocketChannel channel = SocketChannel.open(address);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    Connection connection = new Connection(channel, selector);
    connection.rest();
    return connection;
  }

  /** Sends {@code request} for {@code next}, at once or when the connection stands. */
  void send(ClientCall next, ByteBuffer request) throws IOException {
    used = call != null;
    idle = false;
    call = next;
    response.clear();
    if (channel.isConnected()) {
      channel.write(request);
    }
    if (request.hasRemaining()) {
      unsent = ByteBuffer.allocate(request.remaining()).put(request).flip();
      key.interestOps(
          channel.isConnected()
              ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
              : SelectionKey.OP_CONNECT);
    }
  }

  /** Does what the selector says is possible; whether the response is whole. */
  boolean proceed(ByteBuffer shared) throws IOException {
    if (key.isConnectable()) {
      channel.finishConnect();
      key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }
    if (unsent != null && channel.isConnected()) {
      channel.write(unsent);
      if (unsent.hasRemaining()) {
        return false;
      }
      unsent = null;
      key.interestOps(SelectionKey.OP_READ);
    }
    return key.isReadable() && receive(shared);
  }

  private boolean receive(ByteBuffer shared) throws IOException {
    int count = channel.read(shared.clear());
    if (count < 0) {
      if (response.end()) {
        return true;
      }
      throw new IOException("closed by the server");
    }
    return response.read(shared.flip());
  }

  /** Its response has been read and it waits to be used again. */
  void rest() {
    idle = true;
  }

  boolean idle() {
    return idle;
  }

  boolean open() {
    return channel.isOpen();
  }

  /** The call it carries, or carried last. */
  ClientCall call() {
    return call;
  }

  ResponseReader response() {
    return response;
  }

  /**
   * Whether the server closed it just as it was used again, without a byte of an answer: the one
   * case in which HTTP clients send a request again without being told to (RFC 9112, 9.3.1).
   */
  boolean stale() {
    return used && !response.begun();
  }

  void close() {
    try {
      channel.close();
    } catch (IOException ignored) {
      // It is closed all the same.
    }
  }
}
