package io.tidegate.batches.steps;

import static java.util.Objects.requireNonNull;

import io.tidegate.batches.lines.LineRun;
import io.tidegate.exchange.Caching;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Terms;
import java.time.Duration;

/**
 * Makes calls of the lines of one batch.
 *
 * @param batch its id
 * @param tenant its owner
 * @param operation what its lines ask
 * @param pinned whether only private nodes may see them
 * @param patience how long an answer may take
 */
record LineCalls(
    String batch, TenantId tenant, Operation operation, boolean pinned, Duration patience) {

  LineCalls {
    requireNonNull(batch, "batch");
    requireNonNull(tenant, "tenant");
    requireNonNull(operation, "operation");
    requireNonNull(patience, "patience");
  }

  /** A call that asks {@code line} from {@code now} on, and lets everybody else go first. */
  Call of(LineRun line, long now) {
    return new Call(
        id(line),
        tenant,
        operation,
        line.request(),
        Deadline.after(now, patience),
        new Terms(Priority.LOW, pinned, 0, Caching.DEFAULT));
  }

  /** The id under which it is asked. */
  String id(LineRun line) {
    return batch + "-" + line.number();
  }
}
