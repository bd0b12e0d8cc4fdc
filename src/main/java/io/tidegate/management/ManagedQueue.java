package io.tidegate.management;

import static java.util.Objects.requireNonNull;

import io.tidegate.admission.Admission;
import io.tidegate.admission.LaneView;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The queue for the server's administration. Thread-safe. */
final class ManagedQueue implements QueueMXBean {

  private final Admission admission;

  /** The queue of {@code admission}. */
  ManagedQueue(Admission admission) {
    this.admission = requireNonNull(admission, "admission");
  }

  @Override
  public int getWaiting() {
    return admission.waiting();
  }

  @Override
  public Map<String, Integer> getWaitingByModel() {
    return each(LaneView::waiting);
  }

  @Override
  public Map<String, Long> getExpectedWaitMillis() {
    return each(lane -> lane.expectedWait().toMillis());
  }

  private <T> Map<String, T> each(Function<LaneView, T> value) {
    Map<String, T> values = new TreeMap<>();
    admission.lanes().forEach(lane -> values.put(lane.name(), value.apply(lane)));
    return values;
  }
}
