package io.tidegate.bench;

import java.util.Locale;
import java.util.Map;

/**
 * The summary of a run, in two shapes.
 *
 * @param tally what became of the calls
 * @param seconds the time in which the summarised calls were due
 * @param cpuSeconds what the generator itself used
 * @param wallSeconds the time that it ran
 */
record Report(Tally tally, double seconds, double cpuSeconds, double wallSeconds) {

  private static final double[] QUANTILES = {0.5, 0.95, 0.99};

  /** Everything in one line. */
  String json() {
    return String.format(
            Locale.ROOT,
            "{\"seconds\":%.1f,\"all\":%d,\"offered\":%d,\"attempts\":%d,\"answered\":%d,\"within\":%d,"
                + "\"failed\":%d,\"unfinished\":%d,\"improper\":%d,\"broken\":%d,\"resent\":%d,"
                + "\"connections\":%d,",
            seconds,
            tally.all,
            tally.offered,
            tally.attempts,
            tally.answers.count(),
            tally.within,
            tally.failed,
            tally.unfinished(),
            tally.improper,
            tally.broken,
            tally.resent,
            tally.connections)
        + String.format(Locale.ROOT, "\"answer_mean\":%.2f,", tally.answers.meanMillis())
        + quantiles("answer", tally.answers)
        + quantiles("refusal", tally.refusalTimes)
        + quantiles("lag", tally.lags)
        + String.format(
            Locale.ROOT,
            "\"cpu_seconds\":%.2f,\"cores\":%.3f,\"refusals\":%d,\"untold\":%d,\"statuses\":{%s}}",
            cpuSeconds,
            cpuSeconds / wallSeconds,
            refusals(true) + refusals(false),
            refusals(false),
            statuses());
  }

  /** The same for the eye. */
  String table() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "offered %d (%.1f/s), attempts %d, answered %d, within the objective %d (%.1f/s)%n",
            tally.offered,
            tally.offered / seconds,
            tally.attempts,
            tally.answers.count(),
            tally.within,
            tally.within / seconds));
    tally.refusals.forEach(
        (status, same) ->
            text.append(
                String.format(
                    "status %d: %d with Retry-After, %d without%n",
                    status, same.told, same.untold)));
    text.append(
        String.format(
            "given up %d, unfinished %d, 200 without an answer %d, broken connections %d%n",
            tally.failed, tally.unfinished(), tally.improper, tally.broken));
    text.append(row("answers", tally.answers)).append(row("refusals", tally.refusalTimes));
    text.append(row("sent after due", tally.lags));
    return text.append(
            String.format(
                Locale.ROOT,
                "connections opened %d, requests resent on a fresh one %d, CPU %.1f s = %.2f cores",
                tally.connections,
                tally.resent,
                cpuSeconds,
                cpuSeconds / wallSeconds))
        .toString();
  }

  private static String row(String name, Latencies times) {
    double[] at = times.millisAt(QUANTILES);
    return String.format(
        Locale.ROOT, "%-14s p50 %.1f  p95 %.1f  p99 %.1f ms%n", name, at[0], at[1], at[2]);
  }

  private static String quantiles(String name, Latencies times) {
    double[] at = times.millisAt(QUANTILES);
    return String.format(
        Locale.ROOT,
        "\"%s_p50\":%.2f,\"%s_p95\":%.2f,\"%s_p99\":%.2f,",
        name,
        at[0],
        name,
        at[1],
        name,
        at[2]);
  }

  private long refusals(boolean told) {
    return tally.refusals.values().stream().mapToLong(same -> told ? same.told : same.untold).sum();
  }

  private String statuses() {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<Integer, Tally.Refusals> entry : tally.refusals.entrySet()) {
      Tally.Refusals same = entry.getValue();
      text.append(text.isEmpty() ? "" : ",")
          .append(
              String.format(
                  "\"%d\":{\"told\":%d,\"untold\":%d}", entry.getKey(), same.told, same.untold));
    }
    return text.toString();
  }
}
