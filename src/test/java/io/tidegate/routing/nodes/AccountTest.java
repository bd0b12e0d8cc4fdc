package io.tidegate.routing.nodes;

import static io.tidegate.routing.nodes.AccountFixture.MODEL;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.admission.Shares;
import io.tidegate.testing.StartGate;
import io.tidegate.testing.ToReproduce;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountTest {

  private final AccountFixture fixture = new AccountFixture();
  private final Account account = fixture.account();

  @RegisterExtension final ToReproduce facts = new ToReproduce(fixture.clock);

  @Test
  void isOpenAtFirst() {
    assertThat(account.state()).isEqualTo(Account.State.USABLE);
    assertThat(open(account)).isTrue();
  }

  @Test
  void isOutWhileItsKeyIsRefused() {
    fixture.observe(account, 401);

    assertThat(account.state()).isEqualTo(Account.State.REJECTED);
    assertThat(open(account)).isFalse();
    assertThat(account.open("another model", null, fixture.clock.getAsLong())).isFalse();
  }

  @Test
  void isOutWhileItIsEmpty() {
    fixture.observe(account, 402);

    assertThat(account.state()).isEqualTo(Account.State.EMPTY);
    assertThat(open(account)).isFalse();
  }

  @Test
  void isNotBroughtBackByTheLateSuccessOfAnEarlierAttempt() {
    fixture.observe(account, 402);
    fixture.observe(account, 200);

    assertThat(account.state()).isEqualTo(Account.State.EMPTY);
  }

  @Test
  void isUsedAgainWhenItsNodeIsChanged() {
    fixture.observe(account, 401);

    account.nodeChanged();

    assertThat(open(account)).isTrue();
  }

  @Test
  void isNotUsedAgainForWhatWasWrongBefore() {
    fixture.observe(account, 402);
    Account.Trouble before = account.troubles().get(0);
    account.mended(before);
    fixture.clock.advance(Duration.ofSeconds(1));
    fixture.observe(account, 402);

    account.mended(before);

    assertThat(account.state()).isEqualTo(Account.State.EMPTY);
  }

  @Test
  void aKeyThatIsRefusedTakesNoOtherKeyOut() {
    fixture.observe(account, 401, "sk-bad", null);

    assertThat(account.usable("sk-bad")).isFalse();
    assertThat(account.usable("sk-good")).isTrue();
    assertThat(account.state()).as("somebody should look").isEqualTo(Account.State.REJECTED);
    assertThat(account.troubles()).hasToString("[a REJECTED]");
  }

  @Test
  void leavesTheModelAloneForAsLongAsTheProviderAsks() {
    fixture.observe(account, 429, Duration.ofSeconds(7));

    fixture.clock.advance(Duration.ofSeconds(7).minusNanos(1));
    assertThat(open(account)).isFalse();
    assertThat(account.open("other", null, fixture.clock.getAsLong())).as("another lane").isTrue();
    fixture.clock.advance(Duration.ofNanos(1));
    assertThat(open(account)).isTrue();
  }

  @Test
  void leavesTheModelAloneForGrowingMomentsUntilASuccess() {
    List<Long> moments = new ArrayList<>();
    for (int status : List.of(429, 429, 429, 429, 200, 429, 429)) {
      fixture.clock.advance(Duration.ofMillis(1));
      fixture.observe(account, status);
      moments.add(millisShut());
    }

    assertThat(moments)
        .as("once is no sign: the limit was reached")
        .containsExactly(0L, 250L, 500L, 1000L, 0L, 0L, 250L);
  }

  @Test
  void learnsItsLimitPerModelFromItsOwnRefusals() {
    fixture.observe(account, 429);

    assertThat(account.limiter(MODEL).limit()).isEqualTo(45);
    assertThat(account.limiter("other").limit()).isEqualTo(100);
  }

  @Test
  void growsItsLimitAgainBySuccesses() {
    fixture.observe(account, 429);
    fixture.clock.advance(Duration.ofMinutes(2));
    for (int i = 0; i < 45; i++) {
      account.limiter(MODEL).tryAcquire();
    }

    fixture.observe(account, 200);
    fixture.observe(account, 200);

    assertThat(account.limiter(MODEL).limit()).isEqualTo(47);
  }

  @ParameterizedTest
  @ValueSource(ints = {503, 500, 0})
  void learnsNothingFromAnOverloadedOrBrokenNode(int status) {
    fixture.observe(account, status);

    assertThat(account.limiter(MODEL).limit()).isEqualTo(100);
    assertThat(open(account)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 402, 413, 429})
  void learnsNothingFromARefusalOfOneCall(int status) {
    fixture.refuse(account, status);

    assertThat(account.state()).isEqualTo(Account.State.USABLE);
    assertThat(account.limiter(MODEL).limit()).isEqualTo(100);
    assertThat(open(account)).isTrue();
  }

  @Test
  void isNotOpenWhenItsLimitIsReached() {
    for (int i = 0; i < 100; i++) {
      assertThat(open(account)).isTrue();
      account.limiter(MODEL).tryAcquire();
    }
    assertThat(open(account)).isFalse();
    assertThat(account.open("other", null, fixture.clock.getAsLong())).isTrue();
    assertThat(fixture.permits.issued()).isEqualTo(100);
  }

  @Test
  void takesNoMoreThanItsShareAndMakesItsDemandKnownOncePerModel() {
    List<String> registered = new ArrayList<>();
    List<IntSupplier> figures = new ArrayList<>();
    Account shared = new AccountFixture(100, thirds(registered, figures)).account();

    shared.limiter(MODEL).tryAcquire();
    shared.limiter(MODEL).tryAcquire();

    assertThat(shared.limiter(MODEL).limit()).isEqualTo(33);
    assertThat(registered).containsExactly("a/chat");
    assertThat(figures).extracting(IntSupplier::getAsInt).containsExactly(100, 2);
  }

  @Test
  void hasOneLimiterPerModelHoweverManyThreadsAskFirst() throws Exception {
    StartGate.run(8, thread -> assertThat(account.limiter(MODEL).tryAcquire()).isPresent());

    assertThat(account.limiter(MODEL).inFlight()).isEqualTo(8);
  }

  @Test
  void warnsOncePerChange() {
    List<String> lines = new ArrayList<>();
    Handler handler = recorder(lines);
    Logger logger = Logger.getLogger(Account.class.getName());
    logger.addHandler(handler);
    try {
      fixture.observe(account, 401);
      fixture.observe(account, 401);
      fixture.observe(account, 402);
      account.nodeChanged();
      account.nodeChanged();
    } finally {
      logger.removeHandler(handler);
    }

    assertThat(lines)
        .containsExactly(
            "WARNING account a: its key is refused; nodes with it are out",
            "WARNING account a is out: its balance is used up",
            "WARNING account a is used again");
  }

  private static Handler recorder(List<String> lines) {
    return new Handler() {
      @Override
      public void publish(LogRecord line) {
        String text = MessageFormat.format(line.getMessage(), line.getParameters());
        lines.add(line.getLevel() + " " + text);
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  private long millisShut() {
    long millis = 0;
    while (!open(account)) {
      fixture.clock.advance(Duration.ofMillis(10));
      millis += 10;
    }
    return millis;
  }

  private boolean open(Account one) {
    return one.open(MODEL, null, fixture.clock.getAsLong());
  }

  private static Shares thirds(List<String> registered, List<IntSupplier> figures) {
    return new Shares() {
      @Override
      public int share(String key, int limit) {
        return limit / 3;
      }

      @Override
      public void register(String key, IntSupplier limit, IntSupplier inUse) {
        registered.add(key);
        figures.addAll(List.of(limit, inUse));
      }

      @Override
      public void forget(String key) {
        registered.remove(key);
      }
    };
  }
}
