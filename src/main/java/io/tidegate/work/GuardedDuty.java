package io.tidegate.work;

import static java.util.Objects.requireNonNull;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * A duty that is done again after whatever went wrong: an executor never repeats a task that threw
 * something, an {@link Error} included.
 *
 * @param trouble what the log says when it went wrong
 * @param duty what is to be done each time
 */
public record GuardedDuty(String trouble, Runnable duty) implements Runnable {

  private static final Logger LOG = System.getLogger(GuardedDuty.class.getName());

  public GuardedDuty {
    requireNonNull(trouble, "trouble");
    requireNonNull(duty, "duty");
  }

  /** Does the duty; throws nothing. */
  @Override
  public void run() {
    try {
      duty.run();
    } catch (RuntimeException | Error mistake) {
      LOG.log(Level.ERROR, trouble, mistake);
    }
  }
}
