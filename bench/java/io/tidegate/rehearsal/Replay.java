package io.tidegate.rehearsal;

import io.tidegate.rehearsal.VariantResult.Percentiles;
import io.tidegate.settings.Settings;
import java.io.IOException;
import java.util.Locale;

/**
 * Rehearses a trace by every strategy and prints a table; or by one, beside a real server that is
 * sent the same calls.
 */
public final class Replay {

  private static final String COLUMNS =
      "| %s | calls | good/s | good | late | refused | failed | wait p50, p95, p99 s"
          + " | first token p50, p95, p99 s | attempts per call | took s |%n";

  private Replay() {}

  /** Prints what {@link ReplayOptions#USAGE} asks for. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    ReplayOptions options;
    try {
      options = new ReplayOptions(arguments);
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage() + System.lineSeparator() + ReplayOptions.USAGE);
      System.exit(2);
      return;
    }
    RehearsalPlan plan = options.plan();
    System.out.printf(Locale.ROOT, COLUMNS, "strategy");
    System.out.println("| --- ".repeat(11) + "|");
    VariantResult last = null;
    for (Variant variant : plan.variants()) {
      last = rehearse(plan, variant, options);
    }
    if (options.live() != null) {
      LiveReplay live = new LiveReplay(plan, options.live());
      long before = System.nanoTime();
      VariantResult real = live.run();
      print("real processes", real, plan.workload().seconds(), before);
      difference(last, real);
    }
  }

  private static VariantResult rehearse(
      RehearsalPlan plan, Variant variant, ReplayOptions options) {
    long before = System.nanoTime();
    RehearsalRun run = new RehearsalRun(plan, variant, new Settings(options.settings()));
    VariantResult result = run.run(share -> true).orElseThrow();
    print("`" + run.strategy() + "`", result, plan.workload().seconds(), before);
    return result;
  }

  private static void print(String name, VariantResult result, double seconds, long before) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %.3f | %d | %d | %d | %d | %s | %s | %.2f | %.1f |%n",
        name,
        result.arrivals(),
        result.good() / seconds,
        result.good(),
        result.late(),
        result.refused(),
        result.failed(),
        shown(result.waits()),
        shown(result.firstTokens()),
        (double) result.effort().attempts() / result.arrivals(),
        (System.nanoTime() - before) / 1e9);
    System.err.println(name + " " + result.codes() + " " + result.effort().nodes());
  }

  private static void difference(VariantResult rehearsed, VariantResult real) {
    System.out.printf(
        Locale.ROOT,
        "%nRehearsed against real: goodput %+.1f %%, median wait %s, median first token %s%n",
        100.0 * (rehearsed.good() - real.good()) / real.good(),
        apart(rehearsed.waits().p50(), real.waits().p50()),
        apart(rehearsed.firstTokens().p50(), real.firstTokens().p50()));
  }

  private static String apart(double rehearsed, double real) {
    return String.format(
        Locale.ROOT,
        "%.3f s against %.3f s (%+.1f %%)",
        rehearsed,
        real,
        100 * (rehearsed - real) / Math.max(real, 1e-3));
  }

  private static String shown(Percentiles seconds) {
    return seconds == null
        ? ""
        : String.format(
            Locale.ROOT, "%.3f, %.3f, %.3f", seconds.p50(), seconds.p95(), seconds.p99());
  }
}
