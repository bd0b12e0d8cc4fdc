package io.tidegate.bench.profiles;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * Says of a flight recording of the server whose code the processors ran and whose code allocated,
 * as tables. Arguments: the recording, the number of calls in it, and of events (0 for none).
 *
 * <p>A sample belongs to the owner of the uppermost frame that is not the JDK's: what the JDK does
 * is done for whoever called it.
 */
public final class Profile {

  private static final int MOST_METHODS = 12;
  private static final String JDK = "the JDK alone";
  private static final String OURS = "ours";

  /** Beginnings of class names, the first that fits; a beginning without an owner is the JDK's. */
  private static final List<Map.Entry<String, String>> OWNERS =
      List.of(
          Map.entry("io.tidegate.jit.", "the warm-up's own calls"),
          Map.entry("io.tidegate.metrics.", "metrics"),
          Map.entry("io.tidegate.", OURS),
          Map.entry("org.apache.hc.", "HttpComponents"),
          Map.entry("com.fasterxml.jackson.", "JSON"),
          Map.entry("jakarta.json.", "JSON"),
          Map.entry("org.eclipse.parsson.", "JSON"),
          Map.entry("org.eclipse.yasson.", "JSON"),
          Map.entry("org.jboss.resteasy.", "JAX-RS"),
          Map.entry("io.openliberty.org.jboss.resteasy.", "JAX-RS"),
          Map.entry("io.openliberty.restfulWS", "JAX-RS"),
          Map.entry("jakarta.ws.rs.", "JAX-RS"),
          Map.entry("org.jboss.weld.", "CDI"),
          Map.entry("com.ibm.ws.cdi.", "CDI"),
          Map.entry("jakarta.enterprise.", "CDI"),
          Map.entry("com.ibm.ws.logging.", "logging"),
          Map.entry("com.ibm.ws.ras.", "logging"),
          Map.entry("com.ibm.websphere.ras.", "logging"),
          Map.entry("io.openliberty.logging", "logging"),
          Map.entry("java.util.logging.", "logging"),
          Map.entry("io.smallrye.metrics.", "metrics"),
          Map.entry("io.micrometer.", "metrics"),
          Map.entry("io.openliberty.microprofile.metrics", "metrics"),
          Map.entry("io.openliberty.http.monitor", "metrics"),
          Map.entry("com.ibm.ws.http.", "the server's channels"),
          Map.entry("com.ibm.wsspi.http.", "the server's channels"),
          Map.entry("com.ibm.wsspi.genericbnf.", "the server's channels"),
          Map.entry("com.ibm.ws.genericbnf.", "the server's channels"),
          Map.entry("com.ibm.ws.tcpchannel.", "the server's channels"),
          Map.entry("com.ibm.wsspi.tcpchannel.", "the server's channels"),
          Map.entry("com.ibm.ws.channel", "the server's channels"),
          Map.entry("com.ibm.wsspi.channel", "the server's channels"),
          Map.entry("com.ibm.ws.bytebuffer.", "the server's channels"),
          Map.entry("com.ibm.wsspi.bytebuffer.", "the server's channels"),
          Map.entry("com.ibm.ws.transport.", "the server's channels"),
          Map.entry("io.openliberty.netty", "the server's channels"),
          Map.entry("com.ibm.ws.webcontainer", "the web container"),
          Map.entry("com.ibm.wsspi.webcontainer", "the web container"),
          Map.entry("com.ibm.ws.naming.", "naming"),
          Map.entry("com.ibm.ws.jndi.", "naming"),
          Map.entry("javax.naming.", "naming"),
          Map.entry("com.ibm.ws.threading.", "the server's threads"),
          Map.entry("com.ibm.ws.concurrent.", "the server's threads"),
          Map.entry("com.hazelcast.", "Hazelcast"),
          Map.entry("org.h2.", "the database"),
          Map.entry("org.apache.activemq.", "the broker"),
          Map.entry("org.apache.artemis.", "the broker"),
          Map.entry("com.github.benmanes.caffeine.", "Caffeine"),
          Map.entry("java.", ""),
          Map.entry("javax.", ""),
          Map.entry("jdk.", ""),
          Map.entry("sun.", ""),
          Map.entry("com.sun.", ""));

  private final Map<String, Long> samples = new HashMap<>();
  private final Map<String, Long> methods = new HashMap<>();
  private final Map<String, Long> allocated = new HashMap<>();
  private final Map<String, Long> sites = new HashMap<>();
  private final Map<Long, long[]> byThread = new HashMap<>();

  private Profile() {}

  /** Reads the recording and prints what it says. */
  public static void main(String[] arguments) throws IOException {
    Profile profile = new Profile();
    try (RecordingFile recording = new RecordingFile(Path.of(arguments[0]))) {
      while (recording.hasMoreEvents()) {
        profile.take(recording.readEvent());
      }
    }
    profile.print(Long.parseLong(arguments[1]), Long.parseLong(arguments[2]));
  }

  private void take(RecordedEvent event) {
    switch (event.getEventType().getName()) {
      case "jdk.ExecutionSample" -> count(event.getStackTrace(), 1, samples, methods);
      case "jdk.ObjectAllocationSample" ->
          count(event.getStackTrace(), event.getLong("weight"), allocated, sites);
      case "jdk.ThreadAllocationStatistics" -> {
        if (event.getThread("thread") != null) {
          long now = event.getLong("allocated");
          long[] bounds =
              byThread.computeIfAbsent(
                  event.getThread("thread").getId(), id -> new long[] {now, now});
          bounds[0] = Math.min(bounds[0], now);
          bounds[1] = Math.max(bounds[1], now);
        }
      }
      default -> {
        // The others say nothing of these two.
      }
    }
  }

  private static void count(
      RecordedStackTrace stack, long weight, Map<String, Long> owners, Map<String, Long> ours) {
    if (stack == null) {
      owners.merge(JDK, weight, Long::sum);
      return;
    }
    for (RecordedFrame frame : stack.getFrames()) {
      RecordedMethod method = frame.getMethod();
      String owner = owner(method.getType().getName());
      if (!owner.isEmpty()) {
        owners.merge(owner, weight, Long::sum);
        if (owner.equals(OURS) || owner.equals("metrics")) {
          ours.merge(method.getType().getName() + "." + method.getName(), weight, Long::sum);
        }
        return;
      }
    }
    owners.merge(JDK, weight, Long::sum);
  }

  private static String owner(String type) {
    for (Map.Entry<String, String> entry : OWNERS) {
      if (type.startsWith(entry.getKey())) {
        return entry.getValue();
      }
    }
    return "the server, otherwise";
  }

  private void print(long calls, long events) {
    long bytes = byThread.values().stream().mapToLong(bounds -> bounds[1] - bounds[0]).sum();
    System.out.printf(
        Locale.ROOT,
        "%d calls; %d samples of running Java code; %.0f MB allocated (by the threads' own count),"
            + " %.1f KB for each call%s%n%n",
        calls,
        sum(samples),
        bytes / 1e6,
        bytes / 1e3 / calls,
        events == 0
            ? ""
            : String.format(Locale.ROOT, ", %.0f B for each event", (double) bytes / events));
    System.out.println("| owner | CPU | allocated | KB for each call |");
    System.out.println("| --- | --- | --- | --- |");
    samples.keySet().forEach(owner -> allocated.putIfAbsent(owner, 0L));
    allocated.keySet().forEach(owner -> samples.putIfAbsent(owner, 0L));
    ordered(samples)
        .forEach(
            entry -> {
              double share = (double) allocated.get(entry.getKey()) / Math.max(1, sum(allocated));
              System.out.printf(
                  Locale.ROOT,
                  "| %s | %.1f %% | %.1f %% | %.2f |%n",
                  entry.getKey(),
                  100.0 * entry.getValue() / Math.max(1, sum(samples)),
                  100 * share,
                  share * bytes / 1e3 / calls);
            });
    most("Where our own part of the CPU goes", methods, sum(samples));
    most("Where our own part of the allocation goes", sites, sum(allocated));
  }

  private static void most(String title, Map<String, Long> of, long all) {
    System.out.printf("%n%s, of all:%n%n", title);
    ordered(of).stream()
        .limit(MOST_METHODS)
        .forEach(
            entry ->
                System.out.printf(
                    Locale.ROOT,
                    "- %.1f %% `%s`%n",
                    100.0 * entry.getValue() / Math.max(1, all),
                    entry.getKey().replace("io.tidegate.", "")));
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static List<Map.Entry<String, Long>> ordered(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
        .toList();
  }
}
