package io.tidegate.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.tidegate.testing.StartGate;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GroupCommitTest {

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final List<List<String>> transactions = new ArrayList<>();
  private final GroupCommit<String, String> commit =
      new GroupCommit<>(tasks::add, this::transaction, 3, GroupCommitTest::owner);

  @Test
  void whatCameTogetherIsCommittedTogetherUpToTheMost() {
    List<CompletionStage<String>> fates =
        List.of(commit.add("a"), commit.add("b"), commit.add("c"), commit.add("d"));

    runTasks();

    assertThat(transactions).containsExactly(List.of("a", "b", "c"), List.of("d"));
    assertThat(fates).extracting(GroupCommitTest::fate).containsExactly("A", "B", "C", "D");
  }

  @Test
  void whatComesLaterIsCommittedToo() {
    var unused = commit.add("a");
    runTasks();
    CompletionStage<String> later = commit.add("b");

    runTasks();

    assertThat(fate(later)).isEqualTo("B");
  }

  @Test
  void oneItemIsInTheNextGroupHoweverManyOfAnotherWait() {
    for (int i = 0; i < 1000; i++) {
      var unused = commit.add("loud:" + i);
    }
    var unused = commit.add("modest:0");
    CompletionStage<String> last = commit.add("loud:1000");

    runTasks();

    assertThat(transactions.get(0)).containsExactly("loud:0", "modest:0", "loud:1");
    assertThat(transactions.get(1)).containsExactly("loud:2", "loud:3", "loud:4");
    assertThat(transactions).hasSize(334);
    assertThat(fate(last)).isEqualTo("LOUD:1000");
  }

  @Test
  void oneBadItemDoesNotTakeTheOthersDown() {
    List<CompletionStage<String>> fates =
        List.of(commit.add("a"), commit.add("bad"), commit.add("c"));

    runTasks();

    assertThat(fates)
        .extracting(GroupCommitTest::fate)
        .containsExactly("A", "IllegalStateException", "C");
  }

  @Test
  void anErrorOfTheMachineEndsItsItemsAndTheNextAreCommitted() {
    boolean[] full = {true};
    GroupCommit<String, String> tight =
        new GroupCommit<>(
            tasks::add,
            items -> {
              if (full[0]) {
                throw new OutOfMemoryError("a test");
              }
              return transaction(items);
            },
            3,
            GroupCommitTest::owner);
    CompletionStage<String> first = tight.add("a");
    assertThatCode(this::runTasks).doesNotThrowAnyException();
    full[0] = false;
    CompletionStage<String> second = tight.add("b");
    runTasks();

    assertThat(fate(first)).isEqualTo("OutOfMemoryError");
    assertThat(fate(second)).isEqualTo("B");
  }

  @Test
  void aDatabaseThatIsDownIsAskedThriceAndNotOnceForEach() {
    GroupCommit<String, String> many =
        new GroupCommit<>(tasks::add, this::transaction, 100, GroupCommitTest::owner);
    List<CompletionStage<String>> fates = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      fates.add(many.add("away"));
    }

    runTasks();

    assertThat(fates).extracting(GroupCommitTest::fate).containsOnly("StoreException");
    assertThat(transactions).hasSize(3);
  }

  @Test
  void manyBadItemsInARowDoNotTakeTheOthersDown() {
    GroupCommit<String, String> many =
        new GroupCommit<>(tasks::add, this::transaction, 100, GroupCommitTest::owner);
    List<CompletionStage<String>> bad = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      bad.add(many.add(i % 2 == 0 ? "bad" : "refused"));
    }
    CompletionStage<String> good = many.add("a");

    runTasks();

    assertThat(fate(good)).isEqualTo("A");
    assertThat(bad)
        .extracting(GroupCommitTest::fate)
        .containsOnly("IllegalStateException", "StoreException");
  }

  @Test
  void withoutAThreadTheItemsFailAndTheNextMayBeCommitted() {
    List<Runnable> accepted = new ArrayList<>();
    boolean[] busy = {true};
    GroupCommit<String, String> refused =
        new GroupCommit<>(
            task -> {
              if (busy[0]) {
                throw new RejectedExecutionException();
              }
              accepted.add(task);
            },
            this::transaction,
            3,
            GroupCommitTest::owner);
    CompletionStage<String> first = refused.add("a");
    busy[0] = false;
    CompletionStage<String> second = refused.add("b");

    accepted.forEach(Runnable::run);

    assertThat(fate(first)).isEqualTo("RejectedExecutionException");
    assertThat(fate(second)).isEqualTo("B");
  }

  @Test
  void nothingIsCommittedTwiceOrForgottenByManyThreads() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    List<String> committed = Collections.synchronizedList(new ArrayList<>());
    GroupCommit<String, Integer> shared =
        new GroupCommit<>(
            pool,
            items -> {
              committed.addAll(items);
              return items.stream().map(String::length).toList();
            },
            7,
            GroupCommitTest::owner);
    List<CompletionStage<Integer>> fates = Collections.synchronizedList(new ArrayList<>());

    StartGate.run(
        8,
        thread -> {
          for (int i = 0; i < 500; i++) {
            fates.add(shared.add(thread + "-" + i));
          }
        });
    fates.forEach(fate -> fate.toCompletableFuture().join());
    pool.shutdown();

    assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat(committed).hasSize(4000).doesNotHaveDuplicates();
  }

  private List<String> transaction(List<String> items) {
    transactions.add(List.copyOf(items));
    if (items.contains("bad")) {
      throw new IllegalStateException();
    }
    if (items.contains("refused")) {
      throw new StoreException(new SQLException("too long", "22001"));
    }
    if (items.contains("away")) {
      throw new StoreException(new SQLException("gone", "08006"));
    }
    return items.stream().map(item -> item.toUpperCase(java.util.Locale.ROOT)).toList();
  }

  /** Whoever is named before the colon. */
  private static String owner(String item) {
    return item.contains(":") ? item.substring(0, item.indexOf(':')) : "somebody";
  }

  private void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  private static String fate(CompletionStage<String> stage) {
    return stage
        .handle((value, failed) -> failed == null ? value : failed.getClass().getSimpleName())
        .toCompletableFuture()
        .getNow("nothing");
  }
}
