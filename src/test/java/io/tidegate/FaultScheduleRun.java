package io.tidegate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.tidegate.FaultSchedule.Change;
import io.tidegate.FaultSchedule.Question;
import io.tidegate.FaultSchedule.Site;
import io.tidegate.cache.SampleCache;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Request;
import io.tidegate.exchange.Request.Range;
import io.tidegate.exchange.TenantId;
import io.tidegate.routing.ObservedUpstream;
import io.tidegate.routing.RealFleet;
import io.tidegate.simulator.Simulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One schedule as it happens: the gateway is real, and so are the nodes' connections. */
final class FaultScheduleRun implements AutoCloseable {

  private static final long BEAT_MILLIS = 15;
  private static final long MAINTENANCE_MILLIS = 100;
  private static final long STEP = MILLISECONDS.toNanos(2);

  /** Nothing takes as long unless it never comes. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

  private final FaultSchedule schedule;
  private final List<Simulator> simulators;
  private final ScheduledExecutorService clockwork;
  private final RealFleet fleet;
  private final Gateway gateway;
  private final List<ScheduledFuture<?>> duties = new ArrayList<>();
  private final List<Future<?>> events = new ArrayList<>();
  private final Queue<ScheduledClient> clients = new ConcurrentLinkedQueue<>();
  private final Queue<String> mistakes = new ConcurrentLinkedQueue<>();
  private volatile Long cutOff;
  private final long began = System.nanoTime();

  FaultScheduleRun(
      FaultSchedule schedule,
      List<Simulator> simulators,
      ScheduledExecutorService clockwork,
      Random random) {
    this.schedule = schedule;
    this.simulators = simulators;
    this.clockwork = clockwork;
    this.fleet = new RealFleet(schedule.settings(), this::later, random);
    this.gateway = new Gateway(SampleCache.alone(), fleet.admission(), fleet.router());
  }

  /** Lets everything happen and returns what was wrong with it. */
  List<String> run() {
    schedule.nodes().forEach(this::begin);
    duty(BEAT_MILLIS, fleet::watch);
    duty(MAINTENANCE_MILLIS, fleet::maintain);
    Pace pace = new Pace(clockwork);
    schedule.changes().forEach(change -> at(change.after(), () -> happen(change)));
    int number = 0;
    for (Question question : schedule.questions()) {
      int mine = ++number;
      at(question.after(), () -> ask(question, mine));
    }
    boolean happened = await(() -> events.stream().allMatch(Future::isDone));
    boolean served = await(() -> clients.stream().allMatch(ScheduledClient::served));
    boolean left = await(() -> fleet.leftovers().isEmpty() && nobodyLeft());
    List<String> problems = new ArrayList<>(mistakes);
    if (!happened || !served) {
      problems.add("not all calls ended");
    }
    if (!left) {
      problems.addAll(fleet.leftovers());
      problems.add(
          gateway.inFlight()
              + " calls under way, simulators: "
              + simulators.stream().map(Simulator::stats).toList());
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    problems.addAll(
        new FaultScheduleLaws(schedule, fleet.journal(), pace.worst(), cutOff)
            .broken(List.copyOf(clients), seconds));
    pace.stop();
    return problems;
  }

  /** How often calls and attempts had which end. */
  Map<String, Long> outcomes() {
    Stream<String> calls = clients.stream().map(ScheduledClient::outcome);
    Stream<String> attempts = fleet.journal().all().stream().map(ObservedUpstream.Entry::toString);
    return Stream.concat(calls, attempts)
        .collect(Collectors.groupingBy(outcome -> outcome, Collectors.counting()));
  }

  private boolean nobodyLeft() {
    return gateway.inFlight() == 0
        && simulators.stream().allMatch(simulator -> simulator.stats().inFlight() == 0);
  }

  private void begin(Site site) {
    Simulator simulator = simulators.get(site.number());
    simulator.settings(site.settings());
    simulator.fault(site.fault());
    put(site, site.spec().maxConnections(), site.spec().draining());
  }

  private void put(Site site, int maxConnections, boolean draining) {
    fleet.put(site.at(simulators.get(site.number()).url(), maxConnections, draining));
  }

  private void happen(Change change) {
    Site site = schedule.nodes().get(change.node());
    switch (change.kind()) {
      case FAULT -> simulators.get(site.number()).fault(change.fault());
      case DRAIN -> put(site, site.spec().maxConnections(), true);
      case REMOVE -> fleet.remove(site.name());
      case PUT -> put(site, site.spec().maxConnections(), false);
      case RESIZE -> put(site, change.size(), false);
      case SLOW ->
          simulators
              .get(site.number())
              .settings(
                  site.settings().withTimeToFirstToken(Duration.ofMillis(4L * change.size())));
      case CUT_OFF -> {
        gateway.refuse(true);
        cutOff = System.nanoTime();
        gateway.cutOff();
      }
    }
  }

  private void ask(Question question, int number) {
    Call call = call(question, number);
    ScheduledClient client = new ScheduledClient(gateway, call, this::later, question.pause());
    clients.add(client);
    client.ask();
    if (question.leaves() >= 0) {
      later(MILLISECONDS.toNanos(question.leaves()), client::hangUp);
    }
  }

  private static Call call(Question question, int number) {
    String model = "\"" + FaultSchedule.MODEL + "\"";
    String messages =
        "[{\"role\":\"user\",\"content\":\"" + FaultScheduleLaws.prompt("call-" + number) + "\"}]";
    String options = question.usage() ? ",\"stream_options\":{\"include_usage\":true}" : "";
    String before = "{\"stream\":" + question.stream() + options + ",\"model\":";
    String between = ",\"messages\":";
    int start = before.length();
    int input = start + model.length() + between.length();
    byte[] body = (before + model + between + messages + "}").getBytes(UTF_8);
    Request request =
        new Request(
            body,
            Request.Facts.of(
                FaultSchedule.MODEL,
                question.stream(),
                new Range(start, start + model.length()),
                new Range(input, input + messages.length())));
    Deadline deadline = new Deadline(System.nanoTime() + MILLISECONDS.toNanos(question.deadline()));
    return new Call(
        "call-" + number,
        new TenantId(question.tenant()),
        Operation.CHAT,
        request,
        deadline,
        question.terms());
  }

  private void duty(long millis, Runnable duty) {
    duties.add(clockwork.scheduleAtFixedRate(guarded(duty), millis, millis, MILLISECONDS));
  }

  private void at(long millis, Runnable event) {
    events.add(clockwork.schedule(guarded(event), millis, MILLISECONDS));
  }

  private void later(long nanos, Runnable task) {
    var unused = clockwork.schedule(guarded(task), nanos, NANOSECONDS);
  }

  private Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | Error mistake) {
        mistakes.add("thrown: " + mistake + " at " + List.of(mistake.getStackTrace()));
      }
    };
  }

  private static boolean await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      LockSupport.parkNanos(STEP);
    }
    return true;
  }

  @Override
  public void close() {
    duties.forEach(duty -> duty.cancel(false));
    fleet.close();
  }

  /** How punctual this machine is: what a shared executor cannot do in time, no gateway can. */
  private static final class Pace {

    private static final long PERIOD = MILLISECONDS.toNanos(5);

    private final ScheduledFuture<?> beats;
    private volatile long last = System.nanoTime();
    private volatile long worst;

    Pace(ScheduledExecutorService clockwork) {
      beats = clockwork.scheduleWithFixedDelay(this::beat, PERIOD, PERIOD, NANOSECONDS);
    }

    private void beat() {
      long now = System.nanoTime();
      worst = Math.max(worst, now - last - PERIOD);
      last = now;
    }

    /** The longest that a beat was late, in nanoseconds. */
    long worst() {
      return Math.max(worst, System.nanoTime() - last - PERIOD);
    }

    void stop() {
      beats.cancel(false);
    }
  }
}
