package io.tidegate.api.calls;

import io.tidegate.api.entry.HttpAuthentication;
import io.tidegate.api.entry.HttpVisit;
import io.tidegate.api.entry.Visit;
import io.tidegate.api.http.CallServices;
import io.tidegate.api.http.HttpEnd;
import io.tidegate.api.http.HttpErrors;
import io.tidegate.api.http.HttpReply;
import io.tidegate.api.http.Preferences;
import io.tidegate.dialect.known.Dialects;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.quotas.Pass;
import io.tidegate.quotas.QuotaHeaders;
import io.tidegate.quotas.Quotas;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Collections;
import java.util.function.BiConsumer;

/**
 * Holds calls to their quotas: at the door by their heads alone, and once it is known for which
 * model they ask. Thread-safe.
 */
public final class HttpQuotas {

  private static final String PASS = HttpQuotas.class.getName();

  private final Quotas quotas;
  private final HttpAuthentication admittance;
  private final CallServices desk;
  private final HttpErrors errors;
  private final InstantSource wall;

  /** Holds calls to {@code quotas}. */
  public HttpQuotas(
      Quotas quotas, HttpAuthentication admittance, CallServices desk, InstantSource wall) {
    this.quotas = quotas;
    this.admittance = admittance;
    this.desk = desk;
    this.errors = new HttpErrors(desk.ledger(), desk.refusal());
    this.wall = wall;
  }

  /**
   * Refuses the request {@code http} on its own thread, before its body is read, if its quota is
   * used up; false if it may go on.
   */
  boolean refuses(HttpServletRequest http, HttpServletResponse out) throws IOException {
    if (!isCall(http)) {
      return false;
    }
    Pass pass;
    try {
      admittance.admit(http);
      pass = enter(http);
    } catch (FailureException notLetIn) {
      // Whoever is refused for another reason is told so in the ordinary way.
      return false;
    }
    if (pass.refusal() == null) {
      return false;
    }
    refuse(http, out, pass.refusal());
    return true;
  }

  /** Gives back what a request took that has been answered on its own thread. */
  void answered(HttpServletRequest http) {
    if (!http.isAsyncStarted()) {
      close(http);
    }
  }

  /** What {@code http}, which is suspended, has taken is given back at its end. */
  void hold(HttpServletRequest http) {
    Pass pass = (Pass) http.getAttribute(PASS);
    if (pass != null && pass.lends()) {
      HttpEnd.then(http, pass::close);
    }
  }

  /**
   * Lets {@code call}, which {@code http} has become, ask for its model.
   *
   * @throws FailureException if a quota is used up
   */
  void ask(HttpServletRequest http, Call call) {
    if (!quotas.limits(call.tenant())) {
      return;
    }
    Pass pass = (Pass) http.getAttribute(PASS);
    if (pass == null) {
      pass = enter(http);
      hold(http);
    }
    Failure refusal =
        pass.refusal() == null
            ? quotas.ask(pass, call.tenant(), desk.gateway().resolve(call.model()))
            : pass.refusal();
    if (refusal != null) {
      tell(call, HttpReply.response(http)::setHeader);
      throw refusal.asException();
    }
  }

  /** Tells {@code header} how the limits of {@code call} stand. */
  void tell(Call call, BiConsumer<String, String> header) {
    if (quotas.limits(call.tenant())) {
      String model = desk.gateway().resolve(call.model());
      QuotaHeaders.tell(
          quotas.states(call.tenant(), call.terms().key(), model),
          call.operation().dialect(),
          wall.instant(),
          header);
    }
  }

  private Pass enter(HttpServletRequest http) {
    Visit visit = HttpVisit.of(http);
    Pass pass = quotas.enter(visit.tenant(), visit.terms().key());
    http.setAttribute(PASS, pass);
    return pass;
  }

  private static void close(HttpServletRequest http) {
    Pass pass = (Pass) http.getAttribute(PASS);
    if (pass != null) {
      pass.close();
    }
  }

  /** Whether it is a call that is answered now: a job is held to its quota when it runs. */
  private static boolean isCall(HttpServletRequest http) {
    String path = http.getRequestURI();
    return http.getMethod().equals("POST")
        && CallPaths.isCall(path)
        && !Preferences.respondAsync(Collections.list(http.getHeaders("Prefer")));
  }

  private void refuse(HttpServletRequest http, HttpServletResponse out, Failure why)
      throws IOException {
    Visit visit = HttpVisit.of(http);
    QuotaHeaders.tell(
        quotas.states(visit.tenant(), visit.terms().key(), null),
        Dialects.at(http.getRequestURI()),
        wall.instant(),
        out::setHeader);
    errors.send(http, out, visit.id(), why);
  }
}
