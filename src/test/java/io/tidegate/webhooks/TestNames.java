package io.tidegate.webhooks;

import io.tidegate.webhooks.address.IpLiteral;
import io.tidegate.webhooks.address.NameResolver;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** A name server that answers as it is told, each time with the next answer; the last one stays. */
final class TestNames implements NameResolver {

  private final Map<String, Queue<List<String>>> answers = new ConcurrentHashMap<>();
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();

  /** Answers the next question for {@code host} with {@code addresses}. */
  TestNames put(String host, String... addresses) {
    answers.computeIfAbsent(host, none -> new ArrayDeque<>()).add(List.of(addresses));
    return this;
  }

  /** The names that were asked for. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  @Override
  public InetAddress[] of(String host) throws UnknownHostException {
    asked.add(host);
    Queue<List<String>> next = answers.get(host);
    if (next == null) {
      throw new UnknownHostException(host);
    }
    Stream<String> addresses = (next.size() > 1 ? next.remove() : next.element()).stream();
    return addresses.map(text -> IpLiteral.read(text).orElseThrow()).toArray(InetAddress[]::new);
  }
}
