package io.tidegate.upstream.reading;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
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

/** What reading an event of a node's stream costs: finding its end, and what its JSON says. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StreamBenchmark {

  private static final int MOST = 1 << 20;
  private static final int EVENTS = 32;

  /** Bytes of what the event adds to the answer. */
  @Param({"5", "200"})
  private int size;

  private byte[] stream;
  private byte[] json;

  /** Makes a stream of 32 events. */
  @Setup
  public void write() {
    String chunk =
        "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":"
            + "[{\"index\":0,\"delta\":{\"content\":\"%s\"},\"finish_reason\":null}]}"
                .formatted("w".repeat(size));
    json = chunk.getBytes(UTF_8);
    stream = ("data: " + chunk + "\n\n").repeat(EVENTS).getBytes(UTF_8);
  }

  /** The decoder alone, 32 events that came in one read. */
  @Benchmark
  public List<byte[]> thirtyTwoEventsAreCut() {
    List<byte[]> events = new ArrayList<>(EVENTS);
    new SseDecoder(MOST, events::add).feed(ByteBuffer.wrap(stream));
    return events;
  }

  /** The JSON of one event. */
  @Benchmark
  public ChunkFacts oneEventIsUnderstood() {
    return ChunkParser.parse(json);
  }
}
