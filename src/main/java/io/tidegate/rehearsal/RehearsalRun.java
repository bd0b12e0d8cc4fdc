package io.tidegate.rehearsal;

import io.tidegate.GatewayConfig;
import io.tidegate.exchange.Answer;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Request;
import io.tidegate.exchange.TenantId;
import io.tidegate.routing.RoutedCall;
import io.tidegate.routing.Routing;
import io.tidegate.settings.Settings;
import io.tidegate.upstream.wire.UpstreamConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoublePredicate;

/**
 * One variant: its calls go through our own admission and routing to modelled nodes, in virtual
 * time.
 *
 * <p>INVARIANT: each arrival is tallied exactly once. The same plan and variant give the same
 * result. For one thread, once.
 */
final class RehearsalRun {

  /** The most bytes that the prompts of all calls under way may have. */
  private static final long MOST_BYTES = 128 << 20;

  private static final long BEAT = Duration.ofMillis(100).toNanos();
  private static final int BEATS_OF_UPKEEP = 10;

  private static final Failure TOO_LARGE =
      Failure.of(
          ErrorCode.SERVER_MEMORY,
          "The prompts under way at one time have more than "
              + (MOST_BYTES >> 20)
              + " MiB: take shorter prompts, a lower rate, or a shorter queue.");

  private final List<Arrival> arrivals;
  private final VirtualTime time = new VirtualTime();
  private final VirtualPool nodes;
  private final VirtualUpstream upstream;
  private final Routing routing;
  private final Duration deadline;
  private final CallTally tally;
  private DoublePredicate goesOn;
  private boolean stopped;
  private long beats;
  private long bytes;

  /**
   * A run that has not begun.
   *
   * @param present the settings in force
   * @throws io.tidegate.settings.SettingException if the variant changes one to what it cannot be
   */
  RehearsalRun(RehearsalPlan plan, Variant variant, Settings present) {
    this.arrivals = plan.workload().arrivals();
    this.tally = new CallTally(plan.within().toNanos());
    Settings settings = present.with(variant.settings());
    SplittableRandom random = new SplittableRandom(plan.seed());
    this.nodes = new VirtualPool(plan, variant, time, random.split());
    this.deadline = GatewayConfig.from(settings).deadline();
    this.upstream =
        new VirtualUpstream(
            time,
            nodes.all(),
            UpstreamConfig.from(settings).firstContent(),
            call -> arrivals.get(Integer.parseInt(call.id())));
    this.routing =
        new Routing(
            settings, new Routing.World(upstream, time, time, random.split(), new UnseenMetrics()));
    nodes.all().forEach(node -> routing.pool().put(node.described().spec()));
    if (variant.strategy() != null) {
      List.copyOf(routing.strategies().chosen().keySet())
          .forEach(model -> routing.strategies().choose(model, null));
      routing.strategies().choose(null, variant.strategy());
    }
  }

  /**
   * Reads all that a run reads of {@code settings}.
   *
   * @throws io.tidegate.settings.SettingException if one of them is wrong
   */
  static void check(Settings settings) {
    VirtualTime time = new VirtualTime();
    Duration patience = UpstreamConfig.from(settings).firstContent();
    VirtualUpstream nobody = new VirtualUpstream(time, List.of(), patience, call -> null);
    Routing.World world =
        new Routing.World(nobody, time, time, new SplittableRandom(0), new UnseenMetrics());
    var unused = List.of(new Routing(settings, world), GatewayConfig.from(settings));
  }

  /** The strategy of models for which no other was chosen. */
  String strategy() {
    return routing.strategies().byDefault();
  }

  /**
   * Lets all calls come and end.
   *
   * @param goesOn told ten times a virtual second which share has ended; false stops the run
   * @return what came of it; nothing if it was stopped
   * @throws io.tidegate.exchange.FailureException if it would need too much memory
   */
  Optional<VariantResult> run(DoublePredicate goesOn) {
    this.goesOn = goesOn;
    time.at(arrivals.get(0).at(), () -> arrive(0));
    time.after(0, this::beat);
    while (!stopped && tally.all() < arrivals.size()) {
      if (!time.step()) {
        throw new IllegalStateException("calls are under way, and nothing will happen");
      }
    }
    return stopped ? Optional.empty() : Optional.of(result());
  }

  private void beat() {
    if (!goesOn.test((double) tally.all() / arrivals.size())) {
      stopped = true;
      return;
    }
    upstream.watch();
    routing.watch();
    if (beats++ % BEATS_OF_UPKEEP == 0) {
      routing.maintain();
    }
    time.after(BEAT, this::beat);
  }

  private void arrive(int number) {
    if (number + 1 < arrivals.size()) {
      time.at(arrivals.get(number + 1).at(), () -> arrive(number + 1));
    }
    new Passage(number).enter();
  }

  private VariantResult result() {
    List<VariantResult.NodeResult> each =
        nodes.all().stream()
            .map(node -> nodes.result(node, tally.answers(node.described().name())))
            .toList();
    return tally.result(new VariantResult.Effort(upstream.cost(), upstream.attempts(), each));
  }

  /** One arrival, from its call to the call's end. */
  private final class Passage {

    private final Call call;
    private final long arrived = time.getAsLong();
    private final Answer answer = new Answer();
    private long first = -1;
    private boolean over;

    Passage(int number) {
      Arrival arrival = arrivals.get(number);
      bytes += PromptText.length(arrival.promptTokens());
      if (bytes > MOST_BYTES) {
        throw TOO_LARGE.asException();
      }
      byte[] text = PromptText.of(arrival.promptTokens(), arrival.prefix());
      Request.Facts facts =
          new Request.Facts(
              nodes.model(arrival),
              true,
              Request.Range.NONE,
              new Request.Range(0, text.length),
              Request.Range.NONE,
              "",
              arrival.maxTokens(),
              false,
              false,
              true,
              false);
      this.call =
          new Call(
              String.valueOf(number),
              new TenantId(arrival.tenant()),
              Operation.CHAT,
              new Request(text, facts),
              Deadline.after(arrived, deadline));
    }

    void enter() {
      var unused = answer.open(this::look);
      RoutedCall routed = routing.router().route(call, answer);
      if (!routed.gone()) {
        routing.admission().enter(routed);
      }
    }

    private void look() {
      if (over) {
        return;
      }
      if (first < 0 && answer.head() != null) {
        first = time.getAsLong() - arrived;
      }
      if (answer.ended()) {
        over = true;
        bytes -= call.request().size();
        if (answer.failure() == null) {
          tally.answered(answer.head(), first);
        } else {
          tally.ended(answer.head(), answer.failure());
        }
      }
    }
  }
}
