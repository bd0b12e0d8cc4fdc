package io.tidegate.lifecycle;

import io.tidegate.settings.SettingException;
import java.io.PrintStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * Ends the server when the gateway cannot start for the first time, with one line that says why:
 * whoever started it learns by the exit code, and no server is left that does nothing.
 *
 * <p>Where the gateway has been up before in the same process, a failed start ends nothing: the
 * server may carry other applications by then, and starts ours again when what is wrong is mended.
 */
final class FirstStart {

  /** The setting that lets a failed start end the server; our {@code server.xml} sets it. */
  static final String SETTING = "tidegate.gateway.exit-on-failed-start";

  /** What BSD's sysexits.h calls EX_CONFIG: starting again would not help. */
  static final int WRONG_SETTING = 78;

  /** What BSD's sysexits.h calls EX_UNAVAILABLE. */
  static final int FAILED = 69;

  private static final Logger LOG = System.getLogger(FirstStart.class.getName());

  /** A property of the process; below {@code tidegate} it would be taken for a setting. */
  private static final String UP_BEFORE = "io.tidegate.up-before";

  private final boolean exits;
  private final PrintStream console;
  private final IntConsumer exit;

  /** Tells the {@code console} of failures, and calls {@code exit} if it {@code exits}. */
  FirstStart(boolean exits, PrintStream console, IntConsumer exit) {
    this.exits = exits;
    this.console = console;
    this.exit = exit;
  }

  /** Does {@code start}; what it throws is thrown on where the server goes on. */
  void attempt(Runnable start) {
    try {
      start.run();
      System.setProperty(UP_BEFORE, "true");
    } catch (RuntimeException | Error failed) {
      Optional<SettingException> wrong = settingIn(failed);
      if (wrong.isEmpty()) {
        LOG.log(Level.ERROR, "the start failed", failed);
      }
      console.println(
          "Tidegate cannot start: "
              + wrong.map(Throwable::getMessage).orElseGet(() -> root(failed).toString()));
      if (exits && System.getProperty(UP_BEFORE) == null) {
        console.flush();
        exit.accept(wrong.isPresent() ? WRONG_SETTING : FAILED);
      }
      throw failed;
    }
  }

  private static Optional<SettingException> settingIn(Throwable failed) {
    return causes(failed)
        .filter(SettingException.class::isInstance)
        .map(SettingException.class::cast)
        .findFirst();
  }

  private static Throwable root(Throwable failed) {
    return causes(failed).reduce(failed, (outer, inner) -> inner);
  }

  private static Stream<Throwable> causes(Throwable failed) {
    return Stream.iterate(failed, cause -> cause != null, Throwable::getCause).limit(50);
  }
}
