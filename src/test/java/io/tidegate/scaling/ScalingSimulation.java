package io.tidegate.scaling;

import io.tidegate.routing.balancing.Trace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * A pool of equal nodes in front of which calls wait, and which grows and shrinks as a policy says.
 *
 * <p>A model that ranks policies and promises nothing: a node serves so many calls at once, each in
 * the time its own prompt and output take; as many as there are places wait, the others are refused
 * and do not come again; a node that is added serves after a while, one that is taken away ends
 * what it has. Times are in seconds.
 */
final class ScalingSimulation {

  /** How often a policy is asked, as Kubernetes' autoscaler is. */
  static final int SYNC_SECONDS = 15;

  /** Steps in a second. */
  private static final int STEPS = 10;

  /** A call: when it comes, and how long a node needs for it. */
  record Job(double at, double service) {}

  /**
   * The nodes.
   *
   * @param places the calls that one serves at once
   * @param startSeconds how long one that is added takes until it serves
   * @param min the fewest, with which a run begins
   * @param max the most
   */
  record Nodes(int places, int startSeconds, int min, int max) {}

  /** What a policy may see. */
  record Seen(int second, int ready, int all, double inUse, int waiting, int refused) {}

  /** Decides how many nodes there should be. */
  interface Policy {
    /** Looks, every second. */
    void see(Seen seen);

    /** How many there should be now; asked every {@value #SYNC_SECONDS} s. */
    int wanted();
  }

  /**
   * What came of a run.
   *
   * @param wanted how many nodes the policy wanted, by second
   * @param refused how many calls were refused
   * @param calls how many came
   * @param waits how long those that were served had waited, ascending
   * @param nodeHours for how long nodes were there, those that start included
   */
  record Result(
      List<Integer> wanted, int refused, int calls, List<Double> waits, double nodeHours) {

    /** The wait that nineteen of twenty served calls did not exceed. */
    double wait95() {
      return waits.get((int) Math.ceil(0.95 * waits.size()) - 1);
    }

    /** The first second from {@code from} on at which so many were wanted; -1 if never. */
    int firstWanting(int nodes, int from) {
      for (int i = from; i < wanted.size(); i++) {
        if (wanted.get(i) >= nodes) {
          return i;
        }
      }
      return -1;
    }
  }

  private final Nodes nodes;
  private final Policy policy;
  private final List<Job> jobs;
  private final PriorityQueue<Double> ends = new PriorityQueue<>();
  private final Queue<Job> line = new ArrayDeque<>();
  private final Queue<Integer> starting = new ArrayDeque<>();
  private final List<Double> waits = new ArrayList<>();
  private int ready;
  private int next;
  private int refused;

  private ScalingSimulation(List<Job> jobs, Nodes nodes, Policy policy) {
    this.jobs = jobs.stream().sorted(Comparator.comparingDouble(Job::at)).toList();
    this.nodes = nodes;
    this.policy = policy;
    this.ready = nodes.min();
  }

  /** Lets {@code jobs} come to {@code nodes}, of which {@code policy} decides. */
  static Result run(List<Job> jobs, Nodes nodes, Policy policy) {
    return new ScalingSimulation(jobs, nodes, policy).run();
  }

  /** The calls of {@code trace} at nodes that compute so many tokens of a prompt and an output. */
  static List<Job> jobs(Trace trace, double prefill, double decode) {
    return trace.calls().stream()
        .map(call -> new Job(call.at() / 1e9, call.input() / prefill + call.output() / decode))
        .toList();
  }

  private Result run() {
    int seconds = (int) Math.ceil(jobs.get(jobs.size() - 1).at());
    List<Integer> wanted = new ArrayList<>();
    double used = 0;
    int now = nodes.min();
    for (int second = 0; second < seconds; second++) {
      used += serve(second);
      if (second % SYNC_SECONDS == 0) {
        now = Math.max(nodes.min(), Math.min(nodes.max(), policy.wanted()));
        become(now, second);
      }
      wanted.add(now);
    }
    waits.sort(Comparator.naturalOrder());
    return new Result(wanted, refused, jobs.size(), waits, used / 3600);
  }

  /** One second; returns how many nodes were there. */
  private int serve(int second) {
    while (!starting.isEmpty() && starting.peek() <= second) {
      starting.remove();
      ready++;
    }
    int before = refused;
    double inUse = 0;
    for (int step = 0; step < STEPS; step++) {
      double time = second + (step + 1.0) / STEPS;
      serveUntil(time);
      inUse += (double) ends.size() / STEPS;
    }
    int all = ready + starting.size();
    policy.see(new Seen(second, ready, all, inUse, line.size(), refused - before));
    return all;
  }

  private void serveUntil(double time) {
    while (next < jobs.size() && jobs.get(next).at() <= time) {
      Job job = jobs.get(next++);
      freeUntil(job.at());
      if (line.isEmpty() && ends.size() < places()) {
        start(job, job.at());
      } else if (line.size() < places()) {
        line.add(job);
      } else {
        refused++;
      }
    }
    freeUntil(time);
    while (!line.isEmpty() && ends.size() < places()) {
      start(line.remove(), time);
    }
  }

  private void freeUntil(double time) {
    while (!ends.isEmpty() && ends.peek() <= time) {
      double end = ends.remove();
      if (!line.isEmpty() && ends.size() < places()) {
        start(line.remove(), end);
      }
    }
  }

  private void start(Job job, double at) {
    waits.add(at - job.at());
    ends.add(at + job.service());
  }

  private int places() {
    return ready * nodes.places();
  }

  private void become(int wanted, int second) {
    while (ready + starting.size() < wanted) {
      starting.add(second + nodes.startSeconds());
    }
    while (ready + starting.size() > wanted && !starting.isEmpty()) {
      // The youngest goes first.
      Integer[] left = starting.toArray(new Integer[0]);
      starting.clear();
      starting.addAll(Arrays.asList(left).subList(0, left.length - 1));
    }
    ready = Math.min(ready, wanted);
  }
}
