package io.tidegate.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testing.FakeNotes;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SharedLoadsTest {

  private final AtomicLong millis = new AtomicLong(1_700_000_000_000L);
  private final FakeNotes notes = new FakeNotes();
  private final SharedLoads a = loads("a");
  private final SharedLoads b = loads("b");

  @Test
  void eachHearsTheOthersAndNotItself() {
    a.exchange(load(0.25));
    b.exchange(load(0.5));
    a.exchange(load(0.25));

    assertThat(a.others()).containsExactly(load(0.5));
    assertThat(b.others()).containsExactly(load(0.25));
  }

  @Test
  void aServerThatIsNotHeardOfIsLeftOut() {
    b.exchange(load(0.5));
    millis.addAndGet(15_000);
    a.exchange(load(0.25));

    assertThat(a.others()).isEmpty();
  }

  @Test
  void whatWasHeardDoesNotOutliveTheNotes() {
    b.exchange(load(0.5));
    a.exchange(load(0.25));
    notes.trouble(FakeNotes.Trouble.OUT_OF_REACH);
    millis.addAndGet(5_000);
    a.exchange(load(0.25));
    assertThat(a.others()).hasSize(1);

    millis.addAndGet(10_000);

    assertThat(a.others()).isEmpty();
  }

  @Test
  void whatAnotherVersionWroteIsLeftOut() throws IOException {
    notes.replace("scaling", null, "c 1700000000000 of another form\nnonsense\n");

    a.exchange(load(0.25));

    assertThat(a.others()).isEmpty();
    assertThat(notes.get("scaling")).contains("c 1700000000000", "a 1700000000000");
  }

  private SharedLoads loads(String server) {
    return new SharedLoads(notes, server, () -> Instant.ofEpochMilli(millis.get()));
  }

  private static ServerLoad load(double processors) {
    return new ServerLoad(
        new GatewayLoad(processors, 0, 1), Map.of("m", new PoolLoad(1, 2, 3, 4, 5, 0)));
  }
}
