package io.tidegate.it.crash;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;

/**
 * Hands many jobs in, breaks things at random while they run, waits for the last, and looks at what
 * is left: nothing may be lost, and nothing done twice without a reason.
 */
final class CrashRun {

  private static final int CLIENTS = 8;

  /**
   * What is broken.
   *
   * @param name what is printed
   * @param fall breaks it
   * @param rise returns when it is there again
   */
  record Blow(String name, Runnable fall, Runnable rise) {}

  /** When something was broken: calls of before may still reach the node for a moment. */
  private record Fall(long from, long to) {

    private static final long STRAGGLING = 500_000_000;

    boolean between(long before, long after) {
      return to + STRAGGLING - before > 0 && after - from > 0;
    }
  }

  /**
   * What was found.
   *
   * @param jobs how many were handed in
   * @param states how many ended in which state
   * @param wrongAnswers results that are not the answer to their question
   * @param calls how often the node was asked altogether
   * @param mostCalls for one job
   * @param unexplained calls that no blow between them and the one before explains
   * @param events how many events the receiver was told
   * @param doubtful jobs that it was told of by none or several events
   * @param repeated events that came more than once
   * @param silences after each blow, and before the next, the longest time in which the node was
   *     asked nothing
   */
  record Findings(
      int jobs,
      Map<String, Integer> states,
      int wrongAnswers,
      int calls,
      int mostCalls,
      int unexplained,
      int events,
      int doubtful,
      int repeated,
      List<Duration> silences) {}

  private final JobClient client;
  private final CountingNode node;
  private final WebhookReceiver receiver;
  private final RandomGenerator random;
  private final List<Fall> falls = new CopyOnWriteArrayList<>();
  private final Map<String, String> jobs = new ConcurrentHashMap<>();

  CrashRun(JobClient client, CountingNode node, WebhookReceiver receiver, RandomGenerator random) {
    this.client = client;
    this.node = node;
    this.receiver = receiver;
    this.random = random;
  }

  /** Runs {@code count} jobs; a blow falls after each further part of them was asked. */
  Findings run(int count, List<Blow> blowsToCome) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    List<Future<?>> submissions = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      String question = "question-" + number;
      submissions.add(
          clients.submit(() -> jobs.put(question, client.submit(question, receiver.url()))));
    }
    int part = count / (blowsToCome.size() + 1);
    for (int at = 0; at < blowsToCome.size(); at++) {
      awaitAsked(part * at + part / 2 + random.nextInt(part), submissions);
      strike(blowsToCome.get(at));
    }
    for (Future<?> submission : submissions) {
      var unused = submission.get();
    }
    clients.shutdown();
    awaitFinals();
    awaitEvents();
    return findings();
  }

  private void awaitAsked(int questions, List<Future<?>> submissions) throws Exception {
    while (node.asked().size() < questions) {
      for (Future<?> submission : submissions) {
        if (submission.isDone()) {
          var unused = submission.get();
        }
      }
      ServerProcess.pause();
    }
  }

  private void strike(Blow blow) {
    System.out.printf(
        "%s after %d jobs were handed in and %d were asked%n",
        blow.name(), jobs.size(), node.asked().size());
    long from = System.nanoTime();
    blow.fall().run();
    falls.add(new Fall(from, System.nanoTime()));
    blow.rise().run();
  }

  private void awaitFinals() {
    while (client.unfinished() > 0) {
      ServerProcess.pause();
    }
  }

  private void awaitEvents() {
    for (int left = 1500; left > 0 && receiver.eventsByJob().size() < jobs.size(); left--) {
      ServerProcess.pause();
    }
  }

  private Findings findings() {
    Map<String, Integer> states = new TreeMap<>();
    int wrong = 0;
    int doubtful = 0;
    for (Map.Entry<String, String> entry : jobs.entrySet()) {
      JsonNode job = client.job(entry.getValue());
      states.merge(job.path("status").asText(), 1, Integer::sum);
      if (job.path("status").asText().equals("completed")) {
        String text = client.result(entry.getValue()).at("/choices/0/message/content").asText();
        wrong += text.equals("answer to " + entry.getKey()) ? 0 : 1;
      }
      Set<String> events = receiver.eventsByJob().getOrDefault(entry.getValue(), Set.of());
      doubtful += events.size() == 1 ? 0 : 1;
    }
    return new Findings(
        (int) jobs.values().stream().distinct().count(),
        states,
        wrong,
        node.asked().values().stream().mapToInt(List::size).sum(),
        node.asked().values().stream().mapToInt(List::size).max().orElse(0),
        node.asked().values().stream().mapToInt(this::unexplained).sum(),
        receiver.timesByEvent().size(),
        doubtful,
        (int) receiver.timesByEvent().values().stream().filter(times -> times.get() > 1).count(),
        silences());
  }

  private List<Duration> silences() {
    List<Duration> silences = new ArrayList<>();
    for (int at = 0; at < falls.size(); at++) {
      long from = falls.get(at).from();
      long until = at + 1 < falls.size() ? falls.get(at + 1).from() - from : Long.MAX_VALUE;
      long last = 0;
      long longest = 0;
      for (long since : askedSince(from)) {
        if (since < until) {
          longest = Math.max(longest, since - last);
          last = since;
        }
      }
      silences.add(Duration.ofNanos(longest));
    }
    return silences;
  }

  /** When the node was asked something, in nanoseconds after {@code from}, in order. */
  private long[] askedSince(long from) {
    return node.asked().values().stream()
        .flatMap(List::stream)
        .mapToLong(when -> when - from)
        .filter(since -> since >= 0)
        .sorted()
        .toArray();
  }

  /** Each call but the first must have a blow between it and the one before. */
  private int unexplained(List<Long> calls) {
    int unexplained = 0;
    for (int at = 1; at < calls.size(); at++) {
      long before = calls.get(at - 1);
      long after = calls.get(at);
      boolean struck = falls.stream().anyMatch(fall -> fall.between(before, after));
      unexplained += struck ? 0 : 1;
    }
    return unexplained;
  }
}
