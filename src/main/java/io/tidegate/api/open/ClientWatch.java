package io.tidegate.api.open;

import io.tidegate.api.open.OpenAnswers.OpenAnswer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Sees clients leave while nothing is written to them.
 *
 * <p>The server notices a closed connection only when it writes twice, but a call may wait for its
 * first content for a minute, and a plain call writes nothing before its end. The kernel knows:
 * this reads its table of TCP connections where there is one (Linux). A connection that the client
 * has closed is in CLOSE_WAIT. One that was reset is gone from the table, which counts when seen
 * twice, since the table is not read in one instant, and only where the address we were told is the
 * socket's own. Elsewhere clients are seen to leave by writes alone.
 *
 * <p>Used by one thread.
 */
public final class ClientWatch {

  /** Where the kernel's tables are, one for each IP version. */
  public static final List<Path> KERNEL =
      List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"));

  private final List<Path> tables;
  private Set<OpenAnswer> missing = Set.of();

  /** A watch that reads the kernel's {@code tables} of connections. */
  public ClientWatch(Collection<Path> tables) {
    this.tables = tables.stream().filter(Files::isReadable).toList();
  }

  /** Whether this machine lets us see. */
  public boolean works() {
    return !tables.isEmpty();
  }

  /**
   * Tells those of {@code answers} whose client has left.
   *
   * @return whether a client seems to have left, which the next look is to tell
   */
  boolean look(Collection<OpenAnswer> answers) {
    if (!works()) {
      return false;
    }
    // Taken before the table is read: a younger connection may not be in it yet.
    List<OpenAnswer> watched = new ArrayList<>(answers);
    Set<Integer> ports = new HashSet<>();
    watched.forEach(answer -> ports.add(answer.peer().localPort()));
    TcpTable table;
    try {
      table = read(ports);
    } catch (IOException unreadable) {
      return false;
    }
    return compare(watched, table);
  }

  private boolean compare(List<OpenAnswer> watched, TcpTable table) {
    Set<OpenAnswer> nowMissing = new HashSet<>();
    boolean suspected = false;
    for (OpenAnswer answer : watched) {
      if (table.closed().contains(answer.peer().asSocket())) {
        answer.clientGone();
      } else if (answer.peer().direct() && !table.open().contains(answer.peer())) {
        nowMissing.add(answer);
        if (missing.contains(answer)) {
          answer.clientGone();
        } else {
          suspected = true;
        }
      }
    }
    missing = nowMissing;
    return suspected;
  }

  private TcpTable read(Set<Integer> ports) throws IOException {
    TcpTable table = new TcpTable(ports);
    for (Path path : tables) {
      try (BufferedReader lines = Files.newBufferedReader(path)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          table.line(line);
        }
      }
    }
    return table;
  }
}
