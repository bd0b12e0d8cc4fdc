package io.tidegate.routing.probes;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.routing.nodes.Account.State;
import io.tidegate.routing.nodes.Account.Trouble;
import io.tidegate.routing.nodes.Accounts;
import io.tidegate.upstream.NodeAddress;
import io.tidegate.upstream.Upstream;
import io.tidegate.upstream.wire.Fetched;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Asks providers whether accounts that are out may be used again.
 *
 * <p>An empty account is asked for its balance every minute (DeepSeek's {@code GET /user/balance}),
 * a key that is refused for its models every five. Where there is no such path the account is
 * tried. Thread-safe.
 */
public final class BalanceProbe {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration EMPTY_PAUSE = Duration.ofMinutes(1);
  private static final Duration REJECTED_PAUSE = Duration.ofMinutes(5);

  private final Accounts accounts;
  private final Upstream upstream;
  private final Function<Trouble, Optional<NodeAddress>> node;
  private final LongSupplier clock;
  private final Map<Trouble, Long> asked = new ConcurrentHashMap<>();

  /**
   * A probe of {@code accounts}.
   *
   * @param node a node that meets the trouble, through which is asked; nothing when there is none
   */
  public BalanceProbe(
      Accounts accounts,
      Upstream upstream,
      Function<Trouble, Optional<NodeAddress>> node,
      LongSupplier clock) {
    this.accounts = requireNonNull(accounts, "accounts");
    this.upstream = requireNonNull(upstream, "upstream");
    this.node = requireNonNull(node, "node");
    this.clock = requireNonNull(clock, "clock");
  }

  /** Asks where it is due; to be called every second or so. */
  public void tick() {
    long now = clock.getAsLong();
    List<Trouble> all = accounts.all().stream().flatMap(one -> one.troubles().stream()).toList();
    asked.keySet().retainAll(all);
    for (Trouble trouble : all) {
      long last = asked.getOrDefault(trouble, trouble.since());
      if (now - last >= pause(trouble.state()).toNanos()) {
        asked.put(trouble, now);
        node.apply(trouble).ifPresentOrElse(target -> ask(trouble, target), () -> drop(trouble));
      }
    }
  }

  /** A key that no node has any more is nobody's trouble. */
  private static void drop(Trouble trouble) {
    if (trouble.state() == State.REJECTED) {
      trouble.account().mended(trouble);
    }
  }

  private static Duration pause(State state) {
    return switch (state) {
      case USABLE, EMPTY -> EMPTY_PAUSE;
      case REJECTED -> REJECTED_PAUSE;
    };
  }

  private void ask(Trouble trouble, NodeAddress target) {
    CompletionStage<Boolean> mended =
        trouble.state() == State.EMPTY
            ? upstream
                .fetch(target, target.url().resolve("/user/balance"))
                .thenApply(BalanceProbe::solvent)
            : upstream.probe(target).thenApply(reply -> reply.alive());
    mended.thenAccept(
        yes -> {
          if (yes) {
            trouble.account().mended(trouble);
          }
        });
  }

  /** Whether the account is worth a try: there is money, or no way to ask for it. */
  private static boolean solvent(Fetched reply) {
    return switch (reply.status()) {
      case 200 -> available(reply.body());
      case 401, 402, 408, 425, 429 -> false;
      default -> reply.status() < 500 || reply.status() == 501;
    };
  }

  private static boolean available(String body) {
    try {
      JsonNode flag = JSON.readTree(body).path("is_available");
      return flag.isMissingNode() || flag.asBoolean();
    } catch (JsonProcessingException notABalance) {
      return true;
    }
  }
}
