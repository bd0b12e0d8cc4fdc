package io.tidegate.api.http;

import static io.tidegate.memory.MemoryBudget.EXHAUSTED;

import io.tidegate.api.entry.HttpVisit;
import io.tidegate.exchange.FailureException;
import io.tidegate.memory.MemoryBudget;
import io.tidegate.memory.Reservation;
import io.tidegate.memory.Use;
import jakarta.servlet.http.HttpServletRequest;

/**
 * What a suspended request holds of the memory budget, until it is answered, however that comes
 * about.
 */
public final class HttpHolding {

  private static final String ATTRIBUTE = HttpHolding.class.getName();

  private HttpHolding() {}

  /**
   * What {@code http}, as {@link HttpVisit#own} gives it, holds for {@code use} from now on:
   * nothing yet.
   */
  public static Reservation open(HttpServletRequest http, MemoryBudget budget, Use use) {
    Reservation held = budget.open(HttpVisit.of(http).tenant(), use);
    HttpEnd.then(http, held::close);
    http.setAttribute(ATTRIBUTE, held);
    return held;
  }

  /** Whether {@code http} may take something. */
  public static boolean isOpen(HttpServletRequest http) {
    return http.getAttribute(ATTRIBUTE) != null;
  }

  /**
   * Takes {@code bytes} more for {@code http}.
   *
   * @throws FailureException if there are none
   */
  public static void more(HttpServletRequest http, long bytes) {
    Reservation held = (Reservation) http.getAttribute(ATTRIBUTE);
    if (!held.take(bytes)) {
      throw EXHAUSTED.asException();
    }
  }
}
