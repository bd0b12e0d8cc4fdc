package io.tidegate.testing;

import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Adds to the report of a failing test what is needed to see the failure again: seeds, clocks. */
public final class ToReproduce implements TestExecutionExceptionHandler {

  private final List<Object> facts;

  /** Reports {@code facts}, as they are when the test fails. */
  public ToReproduce(Object... facts) {
    this.facts = List.of(facts);
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    failure.addSuppressed(new AssertionError("to reproduce: " + facts));
    throw failure;
  }
}
