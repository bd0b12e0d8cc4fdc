package io.tidegate.scaling;

import io.tidegate.routing.balancing.Trace;
import io.tidegate.scaling.ScalingSimulation.Job;
import io.tidegate.scaling.ScalingSimulation.Nodes;
import io.tidegate.scaling.ScalingSimulation.Policy;
import io.tidegate.scaling.ScalingSimulation.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints how many nodes our signal and an autoscaler on processors want, as tables in Markdown. */
public final class ScalingTable {

  private static final String ABSENT = "no traces: set TIDEGATE_TRACES to the folder they are in";
  private static final double PREFILL = 8000;
  private static final double DECODE = 50;
  private static final double APART = 0.37;
  private static final int PLACES = 8;

  /** As many as both hold anyway before the middle: so none begins it with more. */
  private static final int MIN = 6;

  private static final int MAX = 60;

  /** A process that is there already; a server of models, which loads some hundred gigabytes. */
  private static final int[] STARTS = {30, 180};

  private ScalingTable() {}

  /** Runs all; the traces are looked for as {@link Trace#folder} says. */
  public static void main(String[] arguments) {
    Path folder = Trace.folder().orElseThrow(() -> new IllegalStateException(ABSENT));
    Map<String, List<Job>> loads = new LinkedHashMap<>();
    List<Job> azure = ScalingSimulation.jobs(Trace.azure(folder), PREFILL, DECODE);
    List<Job> mooncake = ScalingSimulation.jobs(Trace.mooncake(folder), PREFILL, DECODE);
    loads.put("Azure conversation", azure);
    loads.put("Azure conversation, the middle tripled", surged(azure, 3));
    loads.put("Azure conversation, the middle sixfold", surged(azure, 6));
    loads.put("Mooncake synthetic", mooncake);
    loads.put("Mooncake synthetic, the middle tripled", surged(mooncake, 3));
    System.out.println(
        "| load | start s | signal | refused | p95 wait s | node-hours | most wanted"
            + " | wants enough after s |");
    System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- |");
    loads.forEach(ScalingTable::print);
    loads.forEach(ScalingTable::overTime);
  }

  /** The same calls, but that those of the middle sixth come so many times, moments apart. */
  private static List<Job> surged(List<Job> jobs, int times) {
    List<Job> more = new ArrayList<>(jobs);
    double end = jobs.get(jobs.size() - 1).at();
    for (Job job : jobs) {
      if (job.at() >= end / 2 && job.at() < end * 2 / 3) {
        for (int i = 1; i < times; i++) {
          more.add(new Job(job.at() + i * APART, job.service()));
        }
      }
    }
    return more;
  }

  private static Map<String, Result> results(List<Job> jobs, int start) {
    Nodes nodes = new Nodes(PLACES, start, MIN, MAX);
    double service = jobs.stream().mapToDouble(Job::service).average().orElseThrow();
    Map<String, Policy> policies = new LinkedHashMap<>();
    policies.put("Tidegate's", ScalingPolicies.ours(nodes, service));
    policies.put("HPA, CPU 70 %", ScalingPolicies.onProcessors(nodes));
    Map<String, Result> results = new LinkedHashMap<>();
    policies.forEach(
        (name, policy) -> results.put(name, ScalingSimulation.run(jobs, nodes, policy)));
    return results;
  }

  private static void print(String load, List<Job> jobs) {
    for (int start : STARTS) {
      results(jobs, start)
          .forEach((signal, result) -> print(load + " | " + start + " | " + signal, jobs, result));
    }
  }

  private static void print(String what, List<Job> jobs, Result result) {
    int middle = result.wanted().size() / 2;
    int enough = enough(jobs, middle, result.wanted().size() * 2 / 3);
    int first = result.firstWanting(enough, middle);
    System.out.printf(
        Locale.ROOT,
        "| %s | %.2f %% | %.2f | %.2f | %d | %s |%n",
        what,
        100.0 * result.refused() / result.calls(),
        result.wait95(),
        result.nodeHours(),
        Collections.max(result.wanted()),
        first < 0 ? "never" : String.valueOf(first - middle));
  }

  /** As many as hold, at the target, what comes from {@code from} to {@code to} on average. */
  private static int enough(List<Job> jobs, int from, int to) {
    double held =
        jobs.stream()
                .filter(job -> job.at() >= from && job.at() < to)
                .mapToDouble(Job::service)
                .sum()
            / (to - from);
    return (int) Math.ceil(held / (PLACES * ScalingPolicies.TARGET));
  }

  private static void overTime(String load, List<Job> jobs) {
    int start = STARTS[STARTS.length - 1];
    System.out.printf("%n%s, nodes that take %d s to start, wanted by time:%n%n", load, start);
    Map<String, Result> results = results(jobs, start);
    int length = results.values().iterator().next().wanted().size();
    int step = Math.max(ScalingSimulation.SYNC_SECONDS, length / 24);
    StringBuilder head = new StringBuilder("| s |");
    StringBuilder rule = new StringBuilder("| --- |");
    for (int i = 0; i < length; i += step) {
      head.append(' ').append(i).append(" |");
      rule.append(" --- |");
    }
    System.out.println(head + "\n" + rule);
    results.forEach(
        (signal, result) -> {
          StringBuilder row = new StringBuilder("| " + signal + " |");
          for (int i = 0; i < length; i += step) {
            row.append(' ').append(result.wanted().get(i)).append(" |");
          }
          System.out.println(row);
        });
  }
}
