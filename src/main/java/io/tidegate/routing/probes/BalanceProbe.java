package io.tidegate.routing.probes;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.routing.nodes.Account;
import io.tidegate.routing.nodes.Account.State;
import io.tidegate.routing.nodes.Accounts;
import io.tidegate.upstream.NodeAddress;
import io.tidegate.upstream.Upstream;
import io.tidegate.upstream.wire.Fetched;
import java.time.Duration;
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
 * a rejected one for its models every five. Where there is no such path the account is tried.
 * Thread-safe.
 */
public final class BalanceProbe {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration EMPTY_PAUSE = Duration.ofMinutes(1);
  private static final Duration REJECTED_PAUSE = Duration.ofMinutes(5);

  private final Accounts accounts;
  private final Upstream upstream;
  private final Function<Account, Optional<NodeAddress>> node;
  private final LongSupplier clock;
  private final Map<Account, Long> asked = new ConcurrentHashMap<>();

  /**
   * A probe of {@code accounts}.
   *
   * @param node a node of the account, through which it is asked; nothing when it has none
   */
  public BalanceProbe(
      Accounts accounts,
      Upstream upstream,
      Function<Account, Optional<NodeAddress>> node,
      LongSupplier clock) {
    this.accounts = requireNonNull(accounts, "accounts");
    this.upstream = requireNonNull(upstream, "upstream");
    this.node = requireNonNull(node, "node");
    this.clock = requireNonNull(clock, "clock");
  }

  /** Asks where it is due; to be called every second or so. */
  public void tick() {
    long now = clock.getAsLong();
    asked.keySet().retainAll(accounts.all());
    for (Account account : accounts.all()) {
      State state = account.state();
      if (state != State.USABLE && due(account, state, now)) {
        asked.put(account, now);
        node.apply(account).ifPresent(target -> ask(account, state, target));
      }
    }
  }

  private boolean due(Account account, State state, long now) {
    long out = account.since();
    long last = asked.getOrDefault(account, out);
    return now - (last - out > 0 ? last : out) >= pause(state).toNanos();
  }

  private static Duration pause(State state) {
    return switch (state) {
      case USABLE, EMPTY -> EMPTY_PAUSE;
      case REJECTED -> REJECTED_PAUSE;
    };
  }

  private void ask(Account account, State wrong, NodeAddress target) {
    CompletionStage<Boolean> mended =
        wrong == State.EMPTY
            ? upstream
                .fetch(target, target.url().resolve("/user/balance"))
                .thenApply(BalanceProbe::solvent)
            : upstream.probe(target).thenApply(reply -> reply.alive());
    mended.thenAccept(
        yes -> {
          if (yes) {
            account.restore(wrong);
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
