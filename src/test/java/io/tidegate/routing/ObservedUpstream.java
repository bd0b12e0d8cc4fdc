package io.tidegate.routing;

import io.tidegate.exchange.Call;
import io.tidegate.exchange.Outcome;
import io.tidegate.upstream.Attempt;
import io.tidegate.upstream.NodeAddress;
import io.tidegate.upstream.Probe;
import io.tidegate.upstream.Upstream;
import io.tidegate.upstream.wire.Fetched;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Another upstream, with a journal of what its attempts asked for and told. */
public final class ObservedUpstream implements Upstream {

  /** How long rivals, and those that may be tried again, hesitate, so that others meet them. */
  private static final long DAWDLE = TimeUnit.MILLISECONDS.toNanos(2);

  /** One attempt as it went. */
  public final class Entry implements Progress {
    private final Attempt attempt;
    private final Progress told;
    private final AtomicInteger ends = new AtomicInteger();
    private volatile boolean opened;
    private volatile Outcome outcome;

    private Entry(Attempt attempt, Progress told) {
      this.attempt = attempt;
      this.told = told;
    }

    @Override
    public boolean mayDeliver(long firstContent) {
      if (of(attempt.call()).size() > 1) {
        LockSupport.parkNanos(DAWDLE);
      }
      boolean may = told.mayDeliver(firstContent);
      opened |= may;
      return may;
    }

    @Override
    public void begun() {
      told.begun();
    }

    @Override
    public boolean mayLeave() {
      return told.mayLeave();
    }

    @Override
    public void ended(Outcome how) {
      outcome = how;
      ends.incrementAndGet();
      if (how.retryable()) {
        LockSupport.parkNanos(DAWDLE);
      }
      told.ended(how);
    }

    /** The name of the node that was asked. */
    public String node() {
      return attempt.target().node();
    }

    /** Whether it was allowed to write the answer. */
    public boolean opened() {
      return opened;
    }

    /** How often its end was told. */
    public int ends() {
      return ends.get();
    }

    /** How it ended, or null. */
    public Outcome outcome() {
      return outcome;
    }

    @Override
    public String toString() {
      Outcome how = outcome;
      String name = "attempt " + attempt.number() + " ";
      return how == null
          ? name + "OPEN"
          : name + how.kind() + (how.failure() == null ? "" : " " + how.failure().code());
    }
  }

  private final Upstream real;
  private final Map<Call, List<Entry>> journal = new ConcurrentHashMap<>();

  ObservedUpstream(Upstream real) {
    this.real = real;
  }

  @Override
  public Running start(Attempt attempt, Progress progress) {
    Entry entry = new Entry(attempt, progress);
    journal.computeIfAbsent(attempt.call(), call -> new CopyOnWriteArrayList<>()).add(entry);
    return real.start(attempt, entry);
  }

  @Override
  public CompletionStage<Probe> probe(NodeAddress target) {
    return real.probe(target);
  }

  @Override
  public CompletionStage<Fetched> fetch(NodeAddress target, URI address) {
    return real.fetch(target, address);
  }

  /** The attempts of {@code call}, in order. */
  public List<Entry> of(Call call) {
    return journal.getOrDefault(call, List.of());
  }

  /** All attempts of all calls. */
  public List<Entry> all() {
    return journal.values().stream().flatMap(Collection::stream).collect(Collectors.toList());
  }
}
