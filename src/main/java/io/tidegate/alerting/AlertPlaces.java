package io.tidegate.alerting;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * Who has a place in the note that the servers share, which must stay small: what is urgent before
 * what is not, and of what is alike no rule more than another while both want one. What is only
 * good to know has half of the places at most.
 *
 * <p>For one thread.
 */
final class AlertPlaces {

  private static final int MOST = 200;
  private static final int MOST_TO_KNOW = MOST / 2;

  private final Map<String, SharedAlert> taken;

  /** The places of which {@code taken} are taken; what yields its place is removed from there. */
  AlertPlaces(Map<String, SharedAlert> taken) {
    this.taken = requireNonNull(taken, "taken");
  }

  /** Whether there is a place for one more of the rule {@code name}, be it that of another. */
  boolean find(String name, Severity severity) {
    if (severity == Severity.INFO && known() >= MOST_TO_KNOW) {
      return false;
    }
    return taken.size() < MOST || displaces(name, severity);
  }

  private long known() {
    return taken.values().stream().filter(each -> severity(each) == Severity.INFO).count();
  }

  private boolean displaces(String name, Severity severity) {
    Map<String, Long> rules =
        taken.values().stream().collect(groupingBy(each -> each.text().name(), counting()));
    long own = rules.getOrDefault(name, 0L);
    // One of which the receiver was told is the last to go: it would not learn of its end.
    Comparator<SharedAlert> first =
        Comparator.comparing(AlertPlaces::severity)
            .thenComparing(each -> rules.get(each.text().name()))
            .thenComparing(each -> !each.told());
    Optional<String> goes =
        taken.entrySet().stream()
            .filter(
                each -> {
                  int less = severity(each.getValue()).compareTo(severity);
                  boolean many = rules.get(each.getValue().text().name()) > own + 1;
                  return less > 0 || (less == 0 && many);
                })
            .max(Map.Entry.comparingByValue(first))
            .map(Map.Entry::getKey);
    goes.ifPresent(taken::remove);
    return goes.isPresent();
  }

  private static Severity severity(SharedAlert alert) {
    return Severity.of(alert.text().severity());
  }
}
