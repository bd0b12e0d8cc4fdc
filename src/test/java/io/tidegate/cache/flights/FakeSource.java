package io.tidegate.cache.flights;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Usage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Nodes that answer each call when the test says so. Thread-safe. */
public final class FakeSource implements AnswerSource {

  public static final Usage USAGE = new Usage(9, 0, 3);
  private static final String CHUNK =
      "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
          + "\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}],\"usage\":%s}\n\n";
  private static final String TOKENS =
      "{\"prompt_tokens\":9,\"completion_tokens\":3,\"total_tokens\":12}";

  private final List<Fetch> fetches = new CopyOnWriteArrayList<>();
  private volatile Consumer<Fetch> onFetch = fetch -> {};

  @Override
  public void fetch(Call call, Answer answer) {
    Fetch fetch = new Fetch(call, answer);
    fetches.add(fetch);
    answer.onAbandoned(fetch::abandon);
    answer.onDrained(fetch.drained::addAndGet);
    onFetch.accept(fetch);
  }

  @Override
  public void left(Call call) {
    fetches.stream().filter(fetch -> fetch.call.equals(call)).forEach(fetch -> fetch.left = true);
  }

  /** Does {@code script} with each fetch from now on, before {@link #fetch} returns. */
  public void onFetch(Consumer<Fetch> script) {
    onFetch = script;
  }

  public List<Fetch> fetches() {
    return fetches;
  }

  public Fetch last() {
    return fetches.get(fetches.size() - 1);
  }

  /** The calls whose end nobody has told yet. */
  public List<Call> untold() {
    return fetches.stream().filter(fetch -> !fetch.left).map(fetch -> fetch.call).toList();
  }

  /** One call at a node, which keeps the laws of a writer. */
  public static final class Fetch {

    public final Call call;
    public final Answer answer;
    final AtomicLong drained = new AtomicLong();
    private final AtomicInteger events = new AtomicInteger();
    private String fallback;
    private boolean begun;
    private boolean ended;
    private volatile boolean abandoned;
    private volatile boolean left;

    Fetch(Call call, Answer answer) {
      this.call = call;
      this.answer = answer;
    }

    boolean abandoned() {
      return abandoned;
    }

    boolean left() {
      return left;
    }

    public synchronized boolean ended() {
      return ended;
    }

    synchronized boolean begun() {
      return begun;
    }

    /** Another model answers in place of the one that was asked. */
    synchronized Fetch by(String model) {
      fallback = model;
      return this;
    }

    /** Says {@code content} in one event; a plain answer says all at its end. */
    synchronized Fetch say(String content) {
      if (!ended && call.stream()) {
        begin(200);
        append(CHUNK.formatted("{\"content\":\"" + content + "\"}", "null", "null"));
      }
      return this;
    }

    /** Says the next of many events. */
    public Fetch event() {
      return say("event " + events.incrementAndGet());
    }

    /** Ends well, after {@code content}. */
    public synchronized void complete(String content) {
      complete(content, "stop");
    }

    public synchronized void complete(String content, String reason) {
      if (ended) {
        return;
      }
      begin(200);
      if (call.stream()) {
        say(content);
        String tokens = call.request().facts().usage() ? TOKENS : "null";
        append(CHUNK.formatted("{}", "\"" + reason + "\"", tokens));
        append("data: [DONE]\n\n");
      } else {
        append(
            "{\"id\":\"c1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\","
                + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
                + content
                + "\"},\"finish_reason\":\""
                + reason
                + "\"}],\"usage\":"
                + TOKENS
                + "}");
      }
      end();
    }

    /** The node refuses: it was the caller's mistake. */
    public synchronized void refuse(int status) {
      begin(status);
      append("{\"error\":{\"message\":\"wrong\",\"type\":\"invalid_request_error\"}}");
      end();
    }

    public synchronized void fail(ErrorCode code) {
      if (!ended) {
        ended = true;
        answer.fail(Failure.of(code, "The fake failed."));
      }
    }

    private void begin(int status) {
      if (!begun) {
        begun = true;
        boolean stream = status == 200 && call.stream();
        String type = stream ? AnswerHead.EVENT_STREAM : AnswerHead.JSON;
        answer.begin(new AnswerHead(status, type, "node", 1, 5).by(fallback));
      }
    }

    private void append(String text) {
      if (!ended) {
        answer.append(text.getBytes(UTF_8));
      }
    }

    private void end() {
      if (!ended) {
        ended = true;
        answer.complete(USAGE);
      }
    }

    private void abandon() {
      abandoned = true;
      fail(ErrorCode.CLIENT_CLOSED);
    }
  }
}
