package io.tidegate.cache.tiers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Purges in the order of their numbers: what one server knows, or what all share.
 *
 * <p>Its text has one line for each: plain text, so that servers of different versions need no
 * classes of each other.
 */
record Purges(List<Purge> list) {

  /** None yet. */
  static final Purges NONE = new Purges(List.of());

  Purges {
    list = List.copyOf(list);
  }

  /** The purges in {@code text}; none if it is null, or broken anywhere. */
  static Purges parse(String text) {
    List<Purge> list = new ArrayList<>();
    for (String line : text == null ? List.<String>of() : text.lines().toList()) {
      Optional<Purge> purge = Purge.parse(line);
      if (purge.isEmpty() || purge.get().number() <= newest(list)) {
        return NONE;
      }
      list.add(purge.get());
    }
    return new Purges(list);
  }

  /** The text for the shared notes. */
  String text() {
    return list.stream().map(Purge::line).collect(Collectors.joining("\n"));
  }

  /** The greatest number, 0 if there is none. */
  long newest() {
    return newest(list);
  }

  private static long newest(List<Purge> list) {
    return list.isEmpty() ? 0 : list.get(list.size() - 1).number();
  }

  /** Those with greater numbers than {@code epoch}. */
  List<Purge> after(long epoch) {
    int first = list.size();
    while (first > 0 && list.get(first - 1).number() > epoch) {
      first--;
    }
    return list.subList(first, list.size());
  }

  /** Whether {@code purge} is here, in any place. */
  boolean has(Purge purge) {
    return list.stream().anyMatch(other -> other.id().equals(purge.id()));
  }

  /** These and {@code more}, which get the next numbers. */
  Purges with(List<Purge> more) {
    Purges all = this;
    for (Purge purge : more) {
      all = all.and(purge.in(all.newest() + 1));
    }
    return all;
  }

  /** These and {@code purge}, whose number is greater than all of theirs. */
  Purges and(Purge purge) {
    List<Purge> all = new ArrayList<>(list);
    all.add(purge);
    return new Purges(all);
  }

  /** The last {@code count} of them. */
  Purges last(int count) {
    return new Purges(list.subList(Math.max(0, list.size() - count), list.size()));
  }

  /**
   * Whether these came about by adding to {@code past}. They did if its newest is in its place,
   * since all writers only add, by compare-and-set.
   */
  boolean continues(Purges past) {
    return past.list.isEmpty() || list.stream().anyMatch(past.list.get(past.list.size() - 1)::same);
  }
}
