package io.tidegate.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerReader;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Outcome;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Request;
import io.tidegate.exchange.Terms;
import io.tidegate.upstream.access.NodeAccess;
import io.tidegate.upstream.reading.BillingCodes;
import io.tidegate.upstream.wire.Fetched;
import io.tidegate.upstream.wire.NameCache;
import io.tidegate.upstream.wire.UpstreamConfig;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The way to nodes over real sockets, with a name server of the test's own. */
public final class UpstreamFixture implements AutoCloseable {

  static final UpstreamConfig CONFIG =
      new UpstreamConfig(
          Duration.ofSeconds(1),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          64 << 10,
          1 << 20,
          64 << 10,
          BillingCodes.USUAL,
          NodeAccess.DIRECT);

  /** What the name server knows; a name that is not there hangs until {@link #close}. */
  final Map<String, List<String>> known = new ConcurrentHashMap<>();

  final HttpUpstream upstream;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService resolving;

  /** A fixture whose names are looked up on {@code threads} threads. */
  public UpstreamFixture(int threads) {
    this(threads, NodeAccess.DIRECT);
  }

  /** A fixture as above, whose connections are made as {@code access} says. */
  UpstreamFixture(int threads, NodeAccess access) {
    resolving = Executors.newFixedThreadPool(threads);
    known.put("localhost", List.of("127.0.0.1"));
    upstream =
        new HttpUpstream(
            CONFIG.with(access),
            new NameCache(this::look, resolving, System::nanoTime),
            System::nanoTime,
            InstantSource.system(),
            new Watchdog(System::nanoTime));
  }

  /** A call that was made. */
  record Asked(Answer answer, AnswerReader reader, CompletableFuture<Outcome> outcome) {

    Kind kind() throws Exception {
      return outcome.get(10, TimeUnit.SECONDS).kind();
    }

    String text() throws Exception {
      boolean delivered = outcome.get(10, TimeUnit.SECONDS).delivered();
      while (delivered && !answer.ended()) {
        // The outcome is told before the last event is seen.
        Thread.onSpinWait();
      }
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      for (byte[] event = reader.poll(); event != null; event = reader.poll()) {
        text.writeBytes(event);
      }
      return text.toString(UTF_8);
    }
  }

  /** From now on there is no thread on which a name could be looked up. */
  void refuseLookUps() {
    resolving.shutdown();
  }

  Asked ask(String url) {
    return ask(url, Terms.DEFAULT);
  }

  Asked ask(String url, Terms terms) {
    return ask(target(url), Operation.CHAT, terms);
  }

  Asked ask(NodeAddress target, Operation operation, Terms terms) {
    Answer answer = new Answer();
    AnswerReader reader = answer.open(() -> {}).orElseThrow();
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    Deadline deadline = Deadline.after(System.nanoTime(), Duration.ofMinutes(1));
    upstream.start(
        new Attempt(
            on(terms, AttemptFixture.call(operation, false, deadline)), target, "m", 1, answer),
        outcome::complete);
    return new Asked(answer, reader, outcome);
  }

  /** Asks {@code request} under the name that it gives its model. */
  Asked ask(NodeAddress target, Operation operation, Request request) {
    Answer answer = new Answer();
    AnswerReader reader = answer.open(() -> {}).orElseThrow();
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    Deadline deadline = Deadline.after(System.nanoTime(), Duration.ofMinutes(1));
    Call call = AttemptFixture.call(operation, request.stream(), deadline).asking(request);
    upstream.start(new Attempt(call, target, request.model(), 1, answer), outcome::complete);
    return new Asked(answer, reader, outcome);
  }

  private static Call on(Terms terms, Call call) {
    return new Call(
        call.id(), call.tenant(), call.operation(), call.request(), call.deadline(), terms);
  }

  public Fetched fetch(String url) throws Exception {
    return upstream
        .fetch(target(url), URI.create(url))
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  static NodeAddress target(String url) {
    return new NodeAddress("n1", URI.create(url), null);
  }

  private InetAddress[] look(String host) throws UnknownHostException {
    if (!known.containsKey(host)) {
      try {
        closed.await();
      } catch (InterruptedException over) {
        Thread.currentThread().interrupt();
      }
      throw new UnknownHostException(host);
    }
    List<String> found = known.get(host);
    InetAddress[] addresses = new InetAddress[found.size()];
    for (int i = 0; i < addresses.length; i++) {
      addresses[i] = InetAddress.getByName(found.get(i));
    }
    return addresses;
  }

  @Override
  public void close() {
    closed.countDown();
    resolving.shutdownNow();
    upstream.close();
  }
}
