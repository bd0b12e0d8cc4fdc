package io.tidegate.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.Request;
import io.tidegate.exchange.Request.Span;
import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Terms;

/** Calls made for the sake of their bodies, and the keys of these. */
final class Questions {

  private Questions() {}

  static CacheKey key(String body) {
    return key(call(body));
  }

  static CacheKey key(Call call) {
    return CacheKey.of(call, "flash", false);
  }

  static Call call(String body) {
    return call(body.getBytes(UTF_8));
  }

  static Call call(byte[] body) {
    return call(body, "acme", Operation.CHAT, false);
  }

  static Call call(byte[] body, String tenant, Operation operation, boolean pinned) {
    return new Call(
        "call-1",
        new TenantId(tenant),
        operation,
        new Request(body, new Request.Facts("m", false, Span.NONE, Span.NONE, Span.NONE, "", 0)),
        new Deadline(0),
        new Terms(Priority.NORMAL, pinned, 0));
  }
}
