package io.tidegate.api.console;

import static java.util.Objects.requireNonNull;

import io.tidegate.api.entry.HttpVisit;
import io.tidegate.api.http.HttpReply;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Answers those who ask how things are, once or as long as they look; thread-safe. */
public final class HttpNow {

  private final LiveView view;
  private final NowBroadcast broadcast;
  private final BooleanSupplier stopping;
  private final LongSupplier clock;

  /**
   * Answers by {@code view}.
   *
   * @param stopping whether the server is about to stop, so that nobody is to look any more
   * @param clock the nano clock
   */
  HttpNow(LiveView view, BooleanSupplier stopping, LongSupplier clock) {
    this.view = requireNonNull(view, "view");
    this.broadcast = new NowBroadcast(view::event, view::hourEvent);
    this.stopping = requireNonNull(stopping, "stopping");
    this.clock = requireNonNull(clock, "clock");
  }

  /** This moment and the last hour. */
  NowView view() {
    return view.whole();
  }

  /**
   * Tells the suspended request {@code http} from now on.
   *
   * @throws FailureException if too many look already, or the server stops
   */
  void follow(HttpServletRequest http) {
    if (stopping.getAsBoolean()) {
      throw Failure.of(ErrorCode.GATEWAY_STOPPING, "The gateway is being stopped.").asException();
    }
    HttpServletRequest real = HttpVisit.own(http);
    HttpNowWriter writer =
        new HttpNowWriter(real.getAsyncContext(), HttpReply.id(real), broadcast, clock);
    if (!broadcast.join(writer)) {
      throw Failure.of(ErrorCode.GATEWAY_OVERLOADED, "Too many consoles are open.").asException();
    }
  }

  /** Tells all who look; to be done every second. */
  void tick() {
    if (stopping.getAsBoolean()) {
      broadcast.close();
    } else {
      broadcast.tick();
    }
  }

  /** Lets all go. */
  void close() {
    broadcast.close();
  }
}
