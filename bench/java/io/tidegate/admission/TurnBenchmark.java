package io.tidegate.admission;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a turn in the queue costs: a call comes, waits, and is started when a place is free. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TurnBenchmark {

  /** Tenants that wait. */
  @Param({"1", "10", "100"})
  private int tenants;

  /** Calls of each that wait already. */
  @Param({"1", "10"})
  private int each;

  private Hall hall;
  private int next;

  /** Fills the queue. */
  @Setup
  public void fill() {
    hall = new Hall();
    for (int tenant = 0; tenant < tenants; tenant++) {
      hall.enter("tenant-" + tenant, each);
    }
  }

  /** One comes, and one is started: the queue stays as long as it is. */
  @Benchmark
  public FakeCandidate oneComesAndOneGoes() {
    FakeCandidate call = hall.call("tenant-" + next++ % tenants);
    hall.admission().enter(call);
    hall.free(1);
    return call;
  }
}
