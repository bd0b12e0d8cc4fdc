package io.tidegate.cache.flights;

import io.tidegate.cache.answer.CacheLookup;
import io.tidegate.cache.answer.Shape;
import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerReader;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.KeyId;
import io.tidegate.exchange.Request;
import io.tidegate.exchange.TenantId;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Who waits for a flight's answer, and in whose name a node is asked for it.
 *
 * <p>Guarded by the flight's lock.
 */
final class FlightMembers {

  /** Whose limits a call meets. */
  private record Owner(TenantId tenant, KeyId key) {

    private static Owner of(Call call) {
      return new Owner(call.tenant(), call.terms().key());
    }
  }

  private final CacheLookup first;
  private final Answer answer;
  private final Function<Shape, ReshapedAnswer> relay;
  private final Map<Call, CacheLookup> present = new LinkedHashMap<>();
  private final Map<Shape, ReshapedAnswer> relays = new EnumMap<>(Shape.class);
  private final Set<Call> asked = new HashSet<>();
  private final Set<Owner> limited = new HashSet<>();
  private Call asker;
  private boolean followed;

  /** The last failure that was nobody's own limit, or null. */
  private Failure ofAll;

  private boolean parted;

  /**
   * {@code first} alone, who waits for {@code answer}.
   *
   * @param relay makes a relay for all who want another shape
   */
  FlightMembers(CacheLookup first, Answer answer, Function<Shape, ReshapedAnswer> relay) {
    this.first = first;
    this.answer = answer;
    this.relay = relay;
    present.put(first.call(), first);
  }

  /** The cursor of one more; null when the answer's start has been let go. */
  AnswerReader add(CacheLookup question) {
    AnswerReader reader =
        question.shape() == first.shape()
            ? answer.open().orElse(null)
            : relays.computeIfAbsent(question.shape(), relay).join(question);
    if (reader != null) {
      present.put(question.call(), question);
    }
    return reader;
  }

  /** Lets one go, and returns the relay that it may have had a share in, or null. */
  ReshapedAnswer remove(Call call) {
    present.remove(call);
    return relays.get(Shape.of(call));
  }

  /** Lets those go who want another shape than the first, and returns their relays, once. */
  List<ReshapedAnswer> part() {
    present.values().removeIf(member -> member.shape() != first.shape());
    List<ReshapedAnswer> others = parted ? List.of() : List.copyOf(relays.values());
    parted = true;
    return others;
  }

  boolean none() {
    return present.isEmpty();
  }

  /**
   * Whether another one may be asked for after the failure {@code why}: once. Somebody's own limit
   * says nothing of others, and does not count: it only keeps those of the same key from it.
   */
  boolean mayFollow(Failure why) {
    if (why.code().isOwnLimit()) {
      limited.add(Owner.of(asker));
      return true;
    }
    ofAll = why;
    boolean first = !followed;
    followed = true;
    return first;
  }

  /** What all are told where {@code last} was the last failure: at best what was not of one key. */
  Failure told(Failure last) {
    return ofAll == null ? last : ofAll;
  }

  /**
   * The one to ask a node for, other than those before, at best one that wants the first one's
   * shape; null if there is none.
   */
  CacheLookup next() {
    CacheLookup next =
        present.values().stream()
            .filter(member -> !asked.contains(member.call()))
            .filter(member -> !limited.contains(Owner.of(member.call())))
            .min(Comparator.comparing(member -> member.shape() != first.shape()))
            .orElse(null);
    if (next != null) {
      asker = next.call();
      asked.add(asker);
    }
    return next;
  }

  /** What to ask a node, until {@code deadline}, for {@code member} to have it in {@code shape}. */
  Call inTheNameOf(CacheLookup member, Shape shape, Deadline deadline) {
    Call call = member.call();
    // Only the first one's body asks for the shape that all others share.
    Request request = (member.shape() == shape ? member : first).call().request();
    return new Call(call.id(), call.tenant(), call.operation(), request, deadline, call.terms());
  }
}
