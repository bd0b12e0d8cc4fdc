package io.tidegate.rehearsal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends the calls of a plan to a real server, each when it is due, and tallies how they end. */
final class LiveReplay {

  private static final String MODEL = "deepseek-flash";
  private static final long LONGEST_DRAIN_SECONDS = 700;
  private static final Pattern QUEUE = Pattern.compile("queue;dur=([0-9.]+)");
  private static final Pattern CODE = Pattern.compile("\"code\"\\s*:\\s*\"([a-z_]+)\"");

  private final RehearsalPlan plan;
  private final URI address;
  private final CallTally tally;
  private final CountDownLatch open;
  private final AtomicLong attempts = new AtomicLong();
  private final AtomicLong worstLag = new AtomicLong();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  LiveReplay(RehearsalPlan plan, URI server) {
    this.plan = plan;
    this.address = URI.create(server + "/v1/chat/completions");
    this.tally = new CallTally(plan.within().toNanos());
    this.open = new CountDownLatch(plan.workload().arrivals().size());
  }

  VariantResult run() throws InterruptedException {
    long start = System.nanoTime();
    for (Arrival arrival : plan.workload().arrivals()) {
      byte[] body = body(arrival);
      long due = start + arrival.at();
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      send(body, due);
    }
    if (!open.await(LONGEST_DRAIN_SECONDS, TimeUnit.SECONDS)) {
      System.err.println(open.getCount() + " calls did not end");
    }
    System.err.printf("sent at most %.1f ms too late%n", worstLag.get() / 1e6);
    synchronized (tally) {
      return tally.result(new VariantResult.Effort(0, attempts.get(), List.of()));
    }
  }

  private static byte[] body(Arrival arrival) {
    String before =
        "{\"model\":\""
            + MODEL
            // Limits learn from times only where nodes tell their tokens, as modelled ones do.
            + "\",\"stream\":true,\"stream_options\":{\"include_usage\":true},\"max_tokens\":"
            + arrival.maxTokens()
            + ",\"messages\":[{\"role\":\"user\",\"content\":\"";
    String text = new String(PromptText.of(arrival.promptTokens(), arrival.prefix()), US_ASCII);
    return (before + text + "\"}]}").getBytes(US_ASCII);
  }

  private void send(byte[] body, long due) {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            // What is stored is not to be given, nor shared with those who ask the same.
            .header("Cache-Control", "no-store")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    worstLag.accumulateAndGet(System.nanoTime() - due, Math::max);
    Reading reading = new Reading(due);
    client
        .sendAsync(request, head -> reading.subscribe(head))
        .whenComplete((response, failure) -> reading.over(response, failure));
  }

  /** Reads one response as its lines come. */
  private final class Reading implements Flow.Subscriber<String> {

    private final long due;
    private long first = -1;
    private String error;
    private boolean whole;

    Reading(long due) {
      this.due = due;
    }

    HttpResponse.BodySubscriber<Void> subscribe(HttpResponse.ResponseInfo head) {
      return HttpResponse.BodySubscribers.fromLineSubscriber(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public synchronized void onNext(String line) {
      if (line.contains("\"error\"")) {
        error = line;
      } else if (line.startsWith("data: [DONE]")) {
        whole = true;
      } else if (first < 0 && line.startsWith("data:")) {
        first = System.nanoTime() - due;
      }
    }

    @Override
    public void onError(Throwable broken) {}

    @Override
    public void onComplete() {}

    synchronized void over(HttpResponse<Void> response, Throwable failure) {
      synchronized (tally) {
        if (failure == null && response.statusCode() == 200 && whole && error == null) {
          tally.answered(head(response), first);
        } else {
          tally.ended(first < 0 ? null : head(response), failed(response));
        }
      }
      if (response != null) {
        attempts.addAndGet(response.headers().firstValueAsLong("x-tidegate-attempts").orElse(0));
      }
      open.countDown();
    }

    private AnswerHead head(HttpResponse<Void> response) {
      Matcher queue =
          QUEUE.matcher(response.headers().firstValue("Server-Timing").orElse("queue;dur=0"));
      double waited = queue.find() ? Double.parseDouble(queue.group(1)) : 0;
      String node = response.headers().firstValue("x-tidegate-node").orElse("unknown");
      return new AnswerHead(
          200, AnswerHead.EVENT_STREAM, node, 1, first - Math.round(waited * 1e6));
    }

    private Failure failed(HttpResponse<Void> response) {
      Matcher code = CODE.matcher(error == null ? "" : error);
      String named = code.find() ? code.group(1) : "";
      return Failure.of(
          Arrays.stream(ErrorCode.values())
              .filter(one -> one.code().equals(named))
              .findFirst()
              .orElse(ErrorCode.UPSTREAM_FAILED),
          "status " + (response == null ? "none" : response.statusCode()));
    }
  }
}
