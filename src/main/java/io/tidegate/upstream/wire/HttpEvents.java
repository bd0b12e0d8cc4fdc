package io.tidegate.upstream.wire;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOEventHandler;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.util.Timeout;

/**
 * Passes a connection's events on, and ends the connection where an {@link Error} comes out: let
 * through, it would end the thread that serves a share of all connections.
 */
final class HttpEvents implements IOEventHandler {

  private static final Logger LOG = System.getLogger(HttpEvents.class.getName());

  private interface Event {
    void pass() throws IOException;
  }

  private final IOEventHandler next;

  HttpEvents(IOEventHandler next) {
    this.next = next;
  }

  @Override
  public void connected(IOSession session) throws IOException {
    pass(session, () -> next.connected(session));
  }

  @Override
  public void inputReady(IOSession session, ByteBuffer bytes) throws IOException {
    pass(session, () -> next.inputReady(session, bytes));
  }

  @Override
  public void outputReady(IOSession session) throws IOException {
    pass(session, () -> next.outputReady(session));
  }

  @Override
  public void timeout(IOSession session, Timeout timeout) throws IOException {
    pass(session, () -> next.timeout(session, timeout));
  }

  @Override
  public void exception(IOSession session, Exception cause) {
    try {
      next.exception(session, cause);
    } catch (Error error) {
      end(session, error);
    }
  }

  @Override
  public void disconnected(IOSession session) {
    try {
      next.disconnected(session);
    } catch (Error error) {
      end(session, error);
    }
  }

  private void pass(IOSession session, Event event) throws IOException {
    try {
      event.pass();
    } catch (Error error) {
      end(session, error);
      throw new IOException("an error ended the connection", error);
    }
  }

  private static void end(IOSession session, Error error) {
    try {
      LOG.log(Level.ERROR, "an error ended a connection to a node", error);
    } finally {
      session.close(CloseMode.IMMEDIATE);
    }
  }
}
