package io.tidegate.batches;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.batches.lines.Validation;
import io.tidegate.batches.rows.JpaBatchMaintenance;
import io.tidegate.batches.rows.JpaBatches;
import io.tidegate.batches.rows.JpaSlices;
import io.tidegate.batches.rows.JpaSteps;
import io.tidegate.batches.rows.SealedSlices;
import io.tidegate.batches.rows.SealedSteps;
import io.tidegate.batches.state.Batch;
import io.tidegate.batches.state.NewBatch;
import io.tidegate.batches.steps.EndStep;
import io.tidegate.batches.steps.OffPeak;
import io.tidegate.batches.steps.OwnSteps;
import io.tidegate.batches.steps.Pump;
import io.tidegate.batches.steps.ResultGroup;
import io.tidegate.batches.steps.SliceStep;
import io.tidegate.batches.steps.SliceStore;
import io.tidegate.batches.steps.SliceTiming;
import io.tidegate.batches.steps.StepStore;
import io.tidegate.batches.steps.ValidationStep;
import io.tidegate.batches.steps.WorkerClock;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Terms;
import io.tidegate.files.BatchFiles;
import io.tidegate.files.StoredFile;
import io.tidegate.memory.MemoryBudget;
import io.tidegate.sealing.SampleSealing;
import io.tidegate.store.BrokerException;
import io.tidegate.store.Ids;
import io.tidegate.store.JpaDatabase;
import io.tidegate.store.JpaOutbox;
import io.tidegate.store.Posting;
import io.tidegate.store.Queues;
import io.tidegate.switches.SampleSwitches;
import io.tidegate.switches.Switches;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.RecordingMetrics;
import io.tidegate.testing.TestDatabase;
import io.tidegate.webhooks.LostWebhookEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** Batches on one server that a test drives step by step: its database is real, the rest is not. */
public final class BatchWorld implements AutoCloseable {

  public static final TenantId TENANT = new TenantId("tests");
  static final Duration WINDOW = Duration.ofHours(24);
  static final int SESSIONS = 4;

  /** A model without a node. */
  static final String DEAD = "dead";

  public static final Duration LEASE = Duration.ofMinutes(1);

  public final FakeContents contents = new FakeContents(this::uploaded);
  final RecordingMetrics metrics = new RecordingMetrics();
  final ManualClock clock = new ManualClock();
  public final Random random;
  public final JpaDatabase database;
  final JpaOutbox outbox;
  public final List<String> queue = new ArrayList<>();
  public final Batches batches;

  public FakeNodes nodes;
  Pump pump;
  public BatchWorker worker;
  public BatchMaintenance keeper;
  boolean spare = true;

  /** Their clock goes with the batches'. */
  final SampleSwitches switchWorld = new SampleSwitches();

  final Switches switches = switchWorld.server();
  Optional<Terms> terms = Optional.of(Terms.DEFAULT);

  /** Done in each pause of a worker, after time has gone by. */
  Runnable meanwhile = () -> nodes.endAll();

  private final TestDatabase tables = TestDatabase.h2();
  private final SliceTiming agenda;
  private Instant now = Instant.parse("2026-06-01T12:00:00Z");

  public BatchWorld(Random random, OffPeak hours) {
    this.random = random;
    this.agenda = new SliceTiming(hours, Duration.ofHours(6), 2);
    this.database = tables.database();
    this.outbox = new JpaOutbox(database);
    this.batches =
        new Batches(
            new Batches.Parts(
                new JpaBatches(database),
                contents,
                (tenant, asked) -> Optional.ofNullable(asked),
                () -> now,
                new Ids(random)),
            WINDOW,
            3);
    start(new Crashes(() -> false));
  }

  public BatchWorld() {
    this(new Random(1), OffPeak.always());
  }

  /** Starts the server anew; what the one before had in hand is gone. */
  void start(Crashes crashes) {
    nodes = new FakeNodes();
    pump =
        new Pump(
            nodes,
            new SpareCapacity(switches, model -> spare && !model.equals(DEAD)),
            8,
            clock,
            MemoryBudget.unlimited());
    StepStore steps =
        crashes.in(
            StepStore.class,
            new SealedSteps(
                new JpaSteps(database, agenda, new LostWebhookEvents(metrics)),
                SampleSealing.by("a")));
    BatchFiles files = crashes.in(BatchFiles.class, contents);
    WorkerClock rhythm =
        new WorkerClock(
            "server" + random.nextInt(), () -> now, clock, LEASE, (bell, time) -> pause());
    SliceStep.Parts parts =
        new SliceStep.Parts(
            crashes.in(
                SliceStore.class,
                new SealedSlices(new JpaSlices(database, agenda), SampleSealing.by("a"))),
            files,
            tenant -> terms,
            new FakeQuestions(),
            pump,
            random,
            3,
            Duration.ofMinutes(10),
            metrics);
    worker =
        new BatchWorker(
            own(steps, files, rhythm), new SliceStep(parts, rhythm, SESSIONS), () -> {});
    keeper = keeper(worker::idle);
  }

  private static OwnSteps own(StepStore steps, BatchFiles files, WorkerClock rhythm) {
    return new OwnSteps(
        steps,
        new ValidationStep(steps, files, new Validation(new FakeQuestions()), rhythm),
        new EndStep(steps, files, rhythm),
        rhythm);
  }

  /** A keeper of a server that always has a step in hand. */
  BatchMaintenance busyKeeper() {
    return keeper(() -> false);
  }

  private BatchMaintenance keeper(BooleanSupplier idle) {
    JpaBatchMaintenance upkeep =
        new JpaBatchMaintenance(
            database, agenda, new JpaSteps(database, agenda, new LostWebhookEvents(metrics)));
    return new BatchMaintenance(upkeep, idle, () -> now, Duration.ofDays(30));
  }

  private void uploaded(StoredFile file) {
    tables.execute(
        "insert into stored_file (id, tenant, state, purpose, filename, bytes, created_at,"
            + " expires_at) values ('%s', '%s', 'READY', '%s', '%s', %d, 1, 0)"
                .formatted(
                    file.id(), file.tenant().value(), file.purpose(), "in.jsonl", file.bytes()));
  }

  /** Whether a server has taken up the batch's own step. */
  boolean claimed(Batch batch) {
    return database.call(
        manager ->
            manager
                    .createQuery("select b.leaseUntil from JpaBatch b where b.id = :id", Long.class)
                    .setParameter("id", batch.id())
                    .getSingleResult()
                > 0);
  }

  /** Hands a batch with these lines in. */
  public Batch create(String... lines) {
    String file = contents.upload(TENANT, "batch", String.join("\n", lines).getBytes(UTF_8));
    return batches.create(
        new NewBatch(TENANT, file, Operation.CHAT, Map.of("job", "n1"), null, null));
  }

  /** {@code count} good lines. */
  public static String[] lines(int count) {
    String[] lines = new String[count];
    for (int i = 0; i < count; i++) {
      lines[i] = line("r-" + i, "{\"model\":\"m\",\"messages\":[{}]}");
    }
    return lines;
  }

  public static String line(String id, String body) {
    return "{\"custom_id\":\""
        + id
        + "\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":"
        + body
        + "}";
  }

  public Batch get(Batch batch) {
    return batches.get(TENANT, batch.id());
  }

  public long now() {
    return now.toEpochMilli();
  }

  public void advance(Duration time) {
    now = now.plus(time);
    clock.advance(time);
    switchWorld.advance(time);
    switches.tick();
  }

  /** Brings what is due to the broker. */
  public void relay() throws BrokerException {
    relay(Queues.STEPS);
    relay(Queues.BATCHES);
  }

  private void relay(String from) throws BrokerException {
    while (outbox.pass(
            from,
            100,
            now(),
            postings -> postings.stream().map(Posting::subject).forEach(queue::add))
        > 0) {}
  }

  /** Does what waits for no node. */
  void validate() throws BrokerException {
    relay(Queues.STEPS);
    while (!queue.isEmpty()) {
      worker.work(queue.remove(0));
    }
    relay(Queues.BATCHES);
  }

  /** Ends what has come to its end. */
  void finish() throws BrokerException {
    relay(Queues.STEPS);
    queue.stream().filter(step -> step.startsWith("finish")).forEach(step -> worker.work(step));
  }

  void validateQuietly() {
    try {
      validate();
    } catch (BrokerException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Does one message after the other until there is none. */
  public void work() throws BrokerException {
    for (relay(); !queue.isEmpty(); relay()) {
      worker.work(queue.get(0));
      var unused = queue.remove(0);
    }
  }

  private void pause() {
    advance(ResultGroup.PERIOD);
    meanwhile.run();
    pump.look();
  }

  @Override
  public void close() {
    tables.close();
  }
}
