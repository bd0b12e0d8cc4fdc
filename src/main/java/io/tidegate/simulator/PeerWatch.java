package io.tidegate.simulator;

import java.net.SocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.hc.core5.http.HttpConnection;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.reactor.IOSessionListener;

/**
 * Closes a connection as soon as its client has closed it while an answer is under way.
 *
 * <p>HttpComponents takes the end of the client's stream for a half-close, goes on with the answer
 * and tells nobody; a client that left during a silence would be noticed never. But it then marks
 * the connection as closing and asks for one more turn of output, and that turn is seen here.
 *
 * <p>INVARIANT: holds a player from the start of its play until its exchange is released.
 */
final class PeerWatch implements IOSessionListener {
  private final ConcurrentMap<SocketAddress, ScriptPlayer> players = new ConcurrentHashMap<>();

  void begin(SocketAddress peer, ScriptPlayer player) {
    players.put(peer, player);
  }

  void end(SocketAddress peer, ScriptPlayer player) {
    players.remove(peer, player);
  }

  @Override
  public void outputReady(IOSession session) {
    if (session.getHandler() instanceof HttpConnection connection && !connection.isOpen()) {
      ScriptPlayer player = players.get(session.getRemoteAddress());
      if (player != null && !player.over()) {
        session.close(CloseMode.IMMEDIATE);
      }
    }
  }

  @Override
  public void connected(IOSession session) {}

  @Override
  public void startTls(IOSession session) {}

  @Override
  public void inputReady(IOSession session) {}

  @Override
  public void timeout(IOSession session) {}

  @Override
  public void exception(IOSession session, Exception cause) {}

  @Override
  public void disconnected(IOSession session) {}
}
