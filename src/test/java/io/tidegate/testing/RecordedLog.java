package io.tidegate.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Takes what one logger is given during a test, in the place of the server's log. */
public final class RecordedLog extends Handler implements BeforeEachCallback, AfterEachCallback {

  private static final Formatter FORM = new SimpleFormatter();

  private final Logger logger;
  private final List<String> records = new CopyOnWriteArrayList<>();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final List<Throwable> traces = new CopyOnWriteArrayList<>();

  /** What the logger called {@code name} is given, from level INFO on. */
  public RecordedLog(String name) {
    this.logger = Logger.getLogger(name);
  }

  /** The messages so far, as the code has them. */
  public List<String> records() {
    return records;
  }

  /** The messages so far, with what stands in their braces. */
  public List<String> lines() {
    return lines;
  }

  /** What came with those messages that came with a trace. */
  public List<Throwable> traces() {
    return traces;
  }

  /** Lets the logger take {@code least} and above only. */
  public void level(Level least) {
    logger.setLevel(least);
  }

  @Override
  public void beforeEach(ExtensionContext test) {
    logger.addHandler(this);
    logger.setUseParentHandlers(false);
    logger.setLevel(Level.INFO);
  }

  @Override
  public void afterEach(ExtensionContext test) {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
    logger.setLevel(null);
  }

  @Override
  public void publish(LogRecord record) {
    records.add(record.getMessage());
    lines.add(FORM.formatMessage(record));
    if (record.getThrown() != null) {
      traces.add(record.getThrown());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
