package io.tidegate.jobs;

import io.tidegate.exchange.AnswerReader;

/**
 * One who watches a job while it goes on. Told by any thread; must not block.
 *
 * <p>A watch on another server than the one that runs the job is told of states only.
 */
public interface JobListener {

  /** The job has come to this state; the last call is the one with a final state. */
  void state(Job job);

  /**
   * An attempt's content begins to come in, from its start: {@code content} is to be read by {@link
   * AnswerReader#listen} and closed by the watcher. A later attempt replaces an earlier one.
   */
  void content(AnswerReader content);
}
