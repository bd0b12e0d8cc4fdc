package io.tidegate.testing;

import io.tidegate.upstream.Attempt;
import io.tidegate.upstream.Probe;
import io.tidegate.upstream.Target;
import io.tidegate.upstream.Upstream;
import java.io.IOException;
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
 * <p>A probe of a node for which no reply was scripted stays open until {@link #answerProbe}.
 */
public final class FakeUpstream implements Upstream {

  private final List<FakeAttempt> attempts = new CopyOnWriteArrayList<>();
  private final List<Target> probed = new CopyOnWriteArrayList<>();
  private final Map<String, CompletableFuture<Probe>> replies = new ConcurrentHashMap<>();
  private volatile Consumer<FakeAttempt> onStart = attempt -> {};

  @Override
  public Running start(Attempt attempt, Progress progress) {
    FakeAttempt fake = new FakeAttempt(attempt, progress);
    attempts.add(fake);
    onStart.accept(fake);
    return fake;
  }

  @Override
  public CompletionStage<Probe> probe(Target target) {
    probed.add(target);
    return reply(target.node());
  }

  /** Does {@code script} to every attempt from now on, before {@link #start} returns. */
  public void onStart(Consumer<FakeAttempt> script) {
    onStart = script;
  }

  /** Every attempt started, in order. */
  public List<FakeAttempt> attempts() {
    return attempts;
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
    return probed.stream().map(Target::node).toList();
  }

  /** Answers open and later probes of {@code node}, with HTTP status {@code status}. */
  public void answerProbe(String node, int status, String... models) {
    answered(node).complete(new Probe(status, List.of(models)));
  }

  /** Fails open and later probes of {@code node}. */
  public void failProbe(String node) {
    answered(node).completeExceptionally(new IOException("no connection to the fake"));
  }

  private CompletableFuture<Probe> answered(String node) {
    CompletableFuture<Probe> open = reply(node);
    return open.isDone() ? replies.merge(node, new CompletableFuture<>(), (old, now) -> now) : open;
  }

  private CompletableFuture<Probe> reply(String node) {
    return replies.computeIfAbsent(node, name -> new CompletableFuture<>());
  }
}
