package io.tidegate.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Takes what one logger is given during a test, in the place of the server's log. */
public final class RecordedLog extends Handler implements BeforeEachCallback, AfterEachCallback {

  private final Logger logger;
  private final List<String> records = new CopyOnWriteArrayList<>();

  /** What the logger called {@code name} is given, from level INFO on. */
  public RecordedLog(String name) {
    this.logger = Logger.getLogger(name);
  }

  /** The messages so far. */
  public List<String> records() {
    return records;
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
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
