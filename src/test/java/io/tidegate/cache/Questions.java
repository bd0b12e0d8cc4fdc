package io.tidegate.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.cache.key.CacheKey;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.Request;
import io.tidegate.exchange.Request.Range;
import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Terms;

/** Calls made for the sake of their bodies, and the keys of these. */
public final class Questions {

  private Questions() {}

  public static CacheKey key(String body) {
    return key(call(body));
  }

  public static CacheKey key(Call call) {
    return CacheKey.of(call, "flash", false);
  }

  public static Call call(String body) {
    return call(body.getBytes(UTF_8));
  }

  public static Call call(byte[] body) {
    return call(body, "acme", Operation.CHAT, false);
  }

  public static Call call(byte[] body, String tenant, Operation operation, boolean pinned) {
    return new Call(
        "call-1",
        new TenantId(tenant),
        operation,
        new Request(body, Request.Facts.of("m", false, Range.NONE, Range.NONE)),
        new Deadline(0),
        new Terms(Priority.NORMAL, pinned, 0));
  }
}
