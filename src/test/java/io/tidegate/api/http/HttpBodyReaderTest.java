package io.tidegate.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.TenantId;
import io.tidegate.memory.GrowingBytes;
import io.tidegate.memory.MemoryBudget;
import io.tidegate.memory.MemoryConfig;
import io.tidegate.memory.Reservation;
import io.tidegate.memory.Use;
import io.tidegate.testing.ManualClock;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/** Bodies that come whole, too large, too slowly, not to their end, or when memory is short. */
class HttpBodyReaderTest {

  private static final int LIMIT = 1 << 20;

  private final ManualClock clock = new ManualClock();
  private final MemoryBudget budget = new MemoryBudget(new MemoryConfig(4 << 20, 1));

  private final LongAdder work = new LongAdder();

  /** One body on its way in, and what became of it. */
  private final class Body implements HttpBodyReader.Listener {

    private final Reservation held = budget.open(new TenantId("acme"), Use.BODIES);
    private final Client client = new Client();
    private final HttpBodyReader reader =
        new HttpBodyReader(
            client,
            new HttpBodyReader.Bounds(
                LIMIT, new GrowingBytes(held, 0), new TransferPace(clock, work)),
            this);
    private byte[] whole;
    private Failure refused;
    private int told;

    @Override
    public void whole(byte[] body) {
      whole = body;
      told++;
      held.close();
    }

    @Override
    public void refused(Failure why) {
      refused = why;
      told++;
      held.close();
    }

    private void send(int bytes) throws IOException {
      client.here += bytes;
      reader.onDataAvailable();
    }
  }

  @Test
  void aBodyThatComesInPartsIsWhole() throws IOException {
    Body body = new Body();
    for (int part = 0; part < 100; part++) {
      body.send(777);
    }
    body.reader.onAllDataRead();

    assertThat(body.whole).hasSize(77_700);
    assertThat(body.whole[77_699]).isEqualTo((byte) 77_700);
    assertThat(body.told).isEqualTo(1);
    assertThat(work.sum()).as("pieces").isEqualTo(100);
  }

  @Test
  void aBodyOverTheLimitIsRefusedAsSoonAsItIs() throws IOException {
    Body body = new Body();
    body.send(LIMIT);
    assertThat(body.told).isZero();
    body.send(1);
    body.send(100);

    assertThat(body.refused.code()).isEqualTo(ErrorCode.REQUEST_TOO_LARGE);
    assertThat(body.told).isEqualTo(1);
  }

  @Test
  void aTrickleBehindALargeBurstIsCutOffWithinAMinute() throws IOException {
    Body body = new Body();
    body.send(LIMIT - 1000);
    for (int second = 0; second < 120 && body.told == 0; second += 50) {
      clock.advance(Duration.ofSeconds(50));
      body.send(1);
    }

    assertThat(body.refused.code()).isEqualTo(ErrorCode.REQUEST_TIMEOUT);
    assertThat(budget.held()).isZero();
  }

  @Test
  void aBodyThatMeetsAnErrorIsRefused() {
    Body body = new Body();
    body.client.error = new OutOfMemoryError("made on purpose by a test");

    assertThatThrownBy(() -> body.send(1)).isSameAs(body.client.error);

    assertThat(body.refused.code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
    assertThat(body.told).isEqualTo(1);
  }

  @Test
  void howeverManyBodiesEndAllMemoryComesBackAndIsNeverOver() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<Body> open = new ArrayList<>();
    int refused = 0;
    for (int step = 0; step < 5_000; step++) {
      if (open.size() < 40 && random.nextInt(3) == 0) {
        open.add(new Body());
      }
      if (!open.isEmpty()) {
        Body body = open.get(random.nextInt(open.size()));
        act(body, random);
        refused += body.refused != null && body.refused.code() == ErrorCode.SERVER_MEMORY ? 1 : 0;
      }
      open.removeIf(body -> body.told > 0);
      assertThat(budget.held()).as("seed %d", seed).isLessThanOrEqualTo(budget.limit());
    }
    open.forEach(body -> body.reader.onError(new IOException("gone")));

    assertThat(budget.held()).as("seed %d", seed).isZero();
    assertThat(refused).as("seed %d", seed).isPositive();
    assertThat(open).allMatch(body -> body.told == 1);
  }

  private void act(Body body, Random random) throws IOException {
    switch (random.nextInt(12)) {
      case 0 -> body.reader.onAllDataRead();
      case 1 -> body.reader.onError(new IOException("gone"));
      case 2 -> clock.advance(Duration.ofSeconds(random.nextInt(20)));
      default -> body.send(random.nextInt(200_000));
    }
  }

  /** A body of which so much is here already. */
  private static final class Client extends ServletInputStream {

    private long here;
    private long read;
    private Error error;

    @Override
    public boolean isFinished() {
      return false;
    }

    @Override
    public boolean isReady() {
      return read < here;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(byte[] target, int from, int length) {
      if (error != null) {
        throw error;
      }
      int count = (int) Math.min(length, here - read);
      for (int at = 0; at < count; at++) {
        target[from + at] = (byte) ++read;
      }
      return count;
    }
  }
}
