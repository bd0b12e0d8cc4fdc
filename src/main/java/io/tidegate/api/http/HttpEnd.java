package io.tidegate.api.http;

import io.tidegate.api.entry.HttpVisit;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.atomic.AtomicBoolean;

/** What is done once when a suspended request has been answered, however that comes about. */
public final class HttpEnd implements AsyncListener {

  private final Runnable last;
  private final AtomicBoolean done = new AtomicBoolean();

  private HttpEnd(Runnable last) {
    this.last = last;
  }

  /** Has {@code last} done at the end of {@code http}, as {@link HttpVisit#own} gives it. */
  public static void then(HttpServletRequest http, Runnable last) {
    http.getAsyncContext().addListener(new HttpEnd(last));
  }

  @Override
  public void onComplete(AsyncEvent event) {
    end();
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    end();
  }

  @Override
  public void onError(AsyncEvent event) {
    end();
  }

  @Override
  public void onStartAsync(AsyncEvent event) {}

  private void end() {
    if (done.compareAndSet(false, true)) {
      last.run();
    }
  }
}
