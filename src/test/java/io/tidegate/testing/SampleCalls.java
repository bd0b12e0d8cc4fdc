package io.tidegate.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Request;
import io.tidegate.exchange.Request.Span;
import io.tidegate.exchange.TenantId;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls that ask for nothing in particular. */
public final class SampleCalls {

  private static final String BEFORE_MODEL = "{\"model\":";
  private static final AtomicInteger LAST = new AtomicInteger();

  private SampleCalls() {}

  /** A chat call for {@code model} until {@code deadline}. */
  public static Call chat(String model, Deadline deadline) {
    byte[] body = (BEFORE_MODEL + '"' + model + "\",\"messages\":[]}").getBytes(UTF_8);
    int start = BEFORE_MODEL.length();
    Span name = new Span(start, start + model.length() + 2);
    Request request =
        new Request(body, new Request.Facts(model, false, name, Span.NONE, Span.NONE, "", 0));
    return new Call(
        "call-" + LAST.incrementAndGet(), new TenantId("tests"), Operation.CHAT, request, deadline);
  }
}
