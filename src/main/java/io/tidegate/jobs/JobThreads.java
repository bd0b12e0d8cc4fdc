package io.tidegate.jobs;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Executor;

/**
 * The threads on which one may wait for the database: few, so that who lets requests wait for them
 * must bound how many.
 */
public record JobThreads(Executor executor) {

  public JobThreads {
    requireNonNull(executor, "executor");
  }
}
