package io.tidegate.tenants.keys;

import io.tidegate.exchange.DialectName;
import io.tidegate.exchange.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What scopes call what a key may do. */
public final class ScopeNames {

  public static final String JOBS = "jobs";
  public static final String BATCHES = "batches";
  public static final String FILES = "files";
  public static final String WEBHOOKS = "webhooks";

  /** Each operation as metrics call it, and what is done beside calls. */
  public static final List<String> OPERATIONS =
      Stream.concat(
              Arrays.stream(Operation.values()).map(Operation::metricName),
              Stream.of(JOBS, BATCHES, FILES, WEBHOOKS))
          .toList();

  /** The dialects. */
  public static final List<String> DIALECTS =
      Arrays.stream(DialectName.values()).map(DialectName::label).toList();

  private ScopeNames() {}
}
