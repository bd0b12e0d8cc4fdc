package io.tidegate.batches.lines;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Request;

/** A line that is to be run. What changes of it is guarded by the run of its slice. */
public final class LineRun {

  private final int number;
  private final String customId;
  private final Request request;

  /** How often nodes have failed to answer it. */
  public int failures;

  /** How often it was put off since. */
  public int putOff;

  /** When it may be started, on the nano clock; only once it was put off. */
  public long notBefore;

  /** A line that was not asked yet. */
  public LineRun(int number, String customId, Request request) {
    this.number = number;
    this.customId = requireNonNull(customId, "customId");
    this.request = requireNonNull(request, "request");
  }

  /** Its number in the file. */
  public int number() {
    return number;
  }

  String customId() {
    return customId;
  }

  /** What the line asks. */
  public Request request() {
    return request;
  }
}
