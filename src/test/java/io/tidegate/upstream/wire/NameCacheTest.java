package io.tidegate.upstream.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.testing.ManualClock;
import io.tidegate.testing.RecordedLog;
import io.tidegate.testing.ToReproduce;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameCacheTest {

  private static final List<InetAddress> ONE = List.of(address("10.0.0.1"));
  private static final List<InetAddress> TWO = List.of(address("10.0.0.2"));

  private final ManualClock clock = new ManualClock();
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private final Map<String, List<InetAddress>> server = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final NameCache names = new NameCache(this::look, waiting::add, clock);

  @RegisterExtension final ToReproduce clocks = new ToReproduce(clock);
  @RegisterExtension final RecordedLog log = new RecordedLog(NameCache.class.getName());

  @Test
  void looksANameUpOnTheExecutorAndAnswersFromMemoryAfterwards() {
    server.put("gpu1", ONE);
    CompletableFuture<List<InetAddress>> first = names.addresses("gpu1");
    assertThat(first).isNotDone();
    assertThat(asked).isEmpty();

    waiting.remove().run();
    assertThat(first).isCompletedWithValue(ONE);
    assertThat(names.addresses("GPU1")).isCompletedWithValue(ONE);
    assertThat(waiting).isEmpty();
  }

  @Test
  void aNameThatHangsTakesOneThreadHoweverManyAskAndHowOften() {
    List<CompletableFuture<List<InetAddress>>> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(names.addresses("slow"));
      names.refresh(List.of("slow", "gpu1"));
      clock.advance(Duration.ofSeconds(11));
    }

    assertThat(waiting).hasSize(2);
    server.put("slow", ONE);
    waiting.remove().run();
    assertThat(all).allSatisfy(one -> assertThat(one).isCompletedWithValue(ONE));
  }

  @Test
  void whoGivesUpWaitingSpoilsItForNobody() {
    CompletableFuture<List<InetAddress>> first = names.addresses("gpu1");
    CompletableFuture<List<InetAddress>> second = names.addresses("gpu1");
    first.completeExceptionally(new IllegalStateException("given up"));
    server.put("gpu1", ONE);
    waiting.remove().run();

    assertThat(second).isCompletedWithValue(ONE);
    assertThat(names.addresses("gpu1")).isCompletedWithValue(ONE);
  }

  @Test
  void keepsTheOldAddressesWhileNamesHangOrFail() {
    know("gpu1", ONE);
    clock.advance(Duration.ofSeconds(11));
    names.refresh(List.of("gpu1"));
    assertThat(waiting).as("hangs").hasSize(1);
    assertThat(names.addresses("gpu1")).isCompletedWithValue(ONE);

    server.remove("gpu1");
    waiting.remove().run();
    assertThat(names.addresses("gpu1")).isCompletedWithValue(ONE);
    assertThat(names.trouble("gpu1")).hasValueSatisfying(t -> assertThat(t).contains("gpu1"));
    assertThat(log.records()).containsExactly("the host name {0} cannot be looked up");

    clock.advance(Duration.ofSeconds(11));
    know("gpu1", TWO);
    assertThat(names.addresses("gpu1")).isCompletedWithValue(TWO);
    assertThat(names.trouble("gpu1")).isEmpty();
    assertThat(log.records()).hasSize(2).endsWith("the host name {0} is known again");
  }

  @Test
  void asksAgainOnlyAfterTenSeconds() {
    know("gpu1", ONE);
    clock.advance(Duration.ofSeconds(9));
    names.refresh(List.of("gpu1"));
    assertThat(waiting).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    know("gpu1", TWO);
    assertThat(names.addresses("gpu1")).isCompletedWithValue(TWO);
  }

  @Test
  void failsToTellAnUnknownNameAndTriesAgainForTheNext() {
    CompletableFuture<List<InetAddress>> first = names.addresses("nobody");
    waiting.remove().run();
    assertThatThrownBy(first::join).hasCauseInstanceOf(UnknownHostException.class);

    CompletableFuture<List<InetAddress>> second = names.addresses("nobody");
    server.put("nobody", ONE);
    waiting.remove().run();
    assertThat(second).isCompletedWithValue(ONE);
  }

  @Test
  void anErrorOfTheLookUpIsAnUnknownName() {
    NameCache broken =
        new NameCache(
            host -> {
              throw new NoClassDefFoundError("resolver");
            },
            Runnable::run,
            clock);
    assertThat(broken.addresses("gpu1")).isCompletedExceptionally();
    assertThat(broken.addresses("gpu1")).isCompletedExceptionally();
  }

  @Test
  void failsAtOnceWhenNoThreadsAreLeftAndNotForEver() {
    boolean[] stopping = {true};
    NameCache rejecting =
        new NameCache(
            host -> ONE.toArray(InetAddress[]::new),
            task -> {
              if (stopping[0]) {
                throw new RejectedExecutionException();
              }
              task.run();
            },
            clock);
    rejecting.refresh(List.of("gpu1"));
    assertThatThrownBy(() -> rejecting.addresses("gpu1").join())
        .hasCauseInstanceOf(NoWayException.class);
    assertThat(log.records()).as("nobody has asked for it").isEmpty();
    assertThat(rejecting.trouble("gpu1")).hasValue("the host name gpu1 is looked up");

    stopping[0] = false;
    rejecting.refresh(List.of("gpu1"));
    assertThat(rejecting.trouble("gpu1")).as("asked at once").isEmpty();
    assertThat(rejecting.addresses("gpu1")).isCompletedWithValue(ONE);
    assertThat(log.records()).isEmpty();
  }

  @Test
  void triesTheAddressFirstThatWasConnectedToLast() {
    List<InetAddress> both = List.of(ONE.get(0), TWO.get(0));
    know("gpu1", both);
    names.connected("gpu1", TWO.get(0));
    assertThat(names.addresses("gpu1").join()).containsExactly(TWO.get(0), ONE.get(0));

    names.connected("gpu1", address("10.0.0.3"));
    assertThat(names.addresses("gpu1").join()).as("one that it no longer has").isEqualTo(both);
    names.connected("nobody", TWO.get(0));
  }

  @Test
  void forgetsNamesThatNoNodeHasButNotWhileTheyAreLookedUp() {
    know("gpu1", ONE);
    CompletableFuture<List<InetAddress>> slow = names.addresses("slow");
    names.refresh(List.of());
    assertThat(names.addresses("slow")).isNotDone();
    assertThat(names.addresses("gpu1")).isNotDone();

    assertThat(waiting).as("slow once, gpu1 anew").hasSize(2);
    assertThat(slow).isNotDone();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "[::1]", "::1", "255.255.255.255", "[::FFFF:10.0.0.1]"})
  void looksNoAddressUp(String literal) throws UnknownHostException {
    assertThat(names.addresses(literal).join()).containsExactly(InetAddress.getByName(literal));
    names.refresh(List.of(literal));
    assertThat(waiting).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"256.0.0.1", "1.2.3", "gpu1", "a.b", "deadbeef"})
  void takesNothingElseForAnAddress(String name) {
    assertThat(names.addresses(name)).isNotDone();
    assertThat(waiting).hasSize(1);
  }

  private void know(String name, List<InetAddress> addresses) {
    server.put(name, addresses);
    names.refresh(List.of(name));
    waiting.remove().run();
  }

  private InetAddress[] look(String host) throws UnknownHostException {
    asked.add(host);
    if (!server.containsKey(host)) {
      throw new UnknownHostException(host);
    }
    return server.get(host).toArray(InetAddress[]::new);
  }

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException none) {
      throw new IllegalArgumentException(none);
    }
  }
}
