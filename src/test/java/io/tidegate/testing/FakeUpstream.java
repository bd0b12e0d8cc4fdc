package io.tidegate.testing;

import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.upstream.Attempt;
import io.tidegate.upstream.NodeAddress;
import io.tidegate.upstream.Probe;
import io.tidegate.upstream.Upstream;
import io.tidegate.upstream.wire.Fetched;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Nodes that answer when the test says so.
 *
 * <p>A probe of a node for which no reply was scripted stays open until {@link #answerProbe}, and a
 * fetch until {@link #answerFetch}.
 */
public final class FakeUpstream implements Upstream {

  private final List<FakeAttempt> attempts = new CopyOnWriteArrayList<>();
  private final List<NodeAddress> probed = new CopyOnWriteArrayList<>();
  private final List<URI> fetched = new CopyOnWriteArrayList<>();
  private final Replies<Probe> probes = new Replies<>();
  private final Replies<Fetched> fetches = new Replies<>();
  private volatile Consumer<FakeAttempt> onStart = attempt -> {};

  @Override
  public Running start(Attempt attempt, Progress progress) {
    FakeAttempt fake = new FakeAttempt(attempt, progress);
    attempts.add(fake);
    onStart.accept(fake);
    return fake;
  }

  @Override
  public CompletionStage<Probe> probe(NodeAddress target) {
    probed.add(target);
    return probes.of(target.node());
  }

  @Override
  public CompletionStage<Fetched> fetch(NodeAddress target, URI address) {
    fetched.add(address);
    return fetches.of(target.node());
  }

  /** Does {@code script} to every attempt from now on, before {@link #start} returns. */
  public void onStart(Consumer<FakeAttempt> script) {
    onStart = script;
  }

  /** Every attempt started, in order. */
  public List<FakeAttempt> attempts() {
    return attempts;
  }

  /** Cancels each attempt under way. */
  public void endAll() {
    attempts.stream()
        .filter(attempt -> !attempt.ended())
        .forEach(attempt -> attempt.end(Kind.CANCELLED));
  }

  /** The attempt started last. */
  public FakeAttempt last() {
    return attempts.get(attempts.size() - 1);
  }

  /** The nodes that were asked to serve calls, in order. */
  public List<String> asked() {
    return attempts.stream().map(FakeAttempt::node).toList();
  }

  /** The nodes that were probed, in order. */
  public List<String> probed() {
    return probed.stream().map(NodeAddress::node).toList();
  }

  /** The addresses that were fetched, in order. */
  public List<URI> fetched() {
    return fetched;
  }

  /** Answers open and later probes of {@code node}, with HTTP status {@code status}. */
  public void answerProbe(String node, int status, String... models) {
    probes.toAnswer(node).complete(new Probe(status, List.of(models)));
  }

  /** Fails open and later probes of {@code node}. */
  public void failProbe(String node) {
    failProbe(node, new IOException("no connection to the fake"));
  }

  /** As {@link #failProbe(String)}, by {@code cause}. */
  public void failProbe(String node, IOException cause) {
    probes.toAnswer(node).completeExceptionally(cause);
  }

  /** Answers open and later fetches from {@code node}, with HTTP status {@code status}. */
  public void answerFetch(String node, int status, String body) {
    fetches.toAnswer(node).complete(new Fetched(status, body));
  }

  /** Fails open and later fetches from {@code node}. */
  public void failFetch(String node) {
    fetches.toAnswer(node).completeExceptionally(new IOException("no connection to the fake"));
  }

  /** Leaves later fetches from {@code node} open until they are answered. */
  public void holdFetch(String node) {
    fetches.hold(node);
  }

  /** Replies by node; each answers all that is open and all that is asked later. */
  private static final class Replies<V> {

    private final Map<String, CompletableFuture<V>> byNode = new ConcurrentHashMap<>();

    CompletableFuture<V> of(String node) {
      return byNode.computeIfAbsent(node, name -> new CompletableFuture<>());
    }

    CompletableFuture<V> toAnswer(String node) {
      if (of(node).isDone()) {
        hold(node);
      }
      return of(node);
    }

    void hold(String node) {
      byNode.put(node, new CompletableFuture<>());
    }
  }
}
