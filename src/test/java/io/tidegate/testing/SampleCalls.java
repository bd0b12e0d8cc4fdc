package io.tidegate.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Request;
import io.tidegate.exchange.Request.Range;
import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Terms;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls that ask for nothing in particular. */
public final class SampleCalls {

  private static final String BEFORE_MODEL = "{\"model\":";
  private static final int BYTES_PER_TOKEN = 4;
  private static final TenantId TESTS = new TenantId("tests");
  private static final AtomicInteger LAST = new AtomicInteger();

  private SampleCalls() {}

  /** A chat call for {@code model} until {@code deadline}. */
  public static Call chat(String model, Deadline deadline) {
    return chat(model, false, 1, deadline, Terms.DEFAULT);
  }

  /**
   * A chat call for {@code model}.
   *
   * @param tokens the length of its prompt by the gateway's estimate
   */
  public static Call chat(
      String model, boolean stream, int tokens, Deadline deadline, Terms terms) {
    String begin = BEFORE_MODEL + '"' + model + "\",\"messages\":";
    String messages = "[" + " ".repeat(tokens * BYTES_PER_TOKEN - 2) + "]";
    byte[] body = (begin + messages + "}").getBytes(UTF_8);
    int start = BEFORE_MODEL.length();
    Range name = new Range(start, start + model.length() + 2);
    Range input = new Range(begin.length(), begin.length() + messages.length());
    Request request = new Request(body, Request.Facts.of(model, stream, name, input));
    return new Call(id(), TESTS, Operation.CHAT, request, deadline, terms);
  }

  /** The same call, asked by another tenant. */
  public static Call by(String tenant, Call call) {
    return new Call(
        id(),
        new TenantId(tenant),
        call.operation(),
        call.request(),
        call.deadline(),
        call.terms());
  }

  /** The same call as one of another operation. */
  public static Call of(Operation operation, Call call) {
    return new Call(id(), call.tenant(), operation, call.request(), call.deadline(), call.terms());
  }

  private static String id() {
    return "call-" + LAST.incrementAndGet();
  }
}
