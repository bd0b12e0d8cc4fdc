package io.tidegate.api.batches;

import io.tidegate.api.calls.HttpIntake;
import io.tidegate.api.entry.HttpVisit;
import io.tidegate.api.http.HttpBlockingWork;
import io.tidegate.api.http.ListQuery;
import io.tidegate.batches.Batches;
import io.tidegate.exchange.TenantId;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/** Answers requests about batches; they must be suspended. Thread-safe. */
public final class HttpBatches {

  /** The header with the address where the owner of a batch is told of its end. */
  static final String WEBHOOK = "x-tidegate-webhook";

  private final Batches batches;
  private final HttpIntake intake;
  private final HttpBlockingWork bench;

  /** The batches' endpoints over {@code batches}. */
  public HttpBatches(Batches batches, HttpIntake intake, HttpBlockingWork bench) {
    this.batches = batches;
    this.intake = intake;
    this.bench = bench;
  }

  void create(HttpServletRequest http) throws IOException {
    intake.read(
        http,
        BatchRequest.MOST_BYTES,
        (real, body) ->
            bench.answer(
                real,
                () ->
                    BatchJson.of(
                        batches.create(
                            BatchRequest.parse(tenant(real), body, real.getHeader(WEBHOOK))))));
  }

  void list(HttpServletRequest http) {
    ListQuery query = ListQuery.ofBatches(http::getParameter);
    HttpServletRequest real = HttpVisit.own(http);
    bench.answer(
        real, () -> BatchJson.of(batches.list(tenant(real), query.after(), query.limit())));
  }

  void get(HttpServletRequest http, String id) {
    HttpServletRequest real = HttpVisit.own(http);
    bench.answer(real, () -> BatchJson.of(batches.get(tenant(real), id)));
  }

  void cancel(HttpServletRequest http, String id) {
    HttpServletRequest real = HttpVisit.own(http);
    bench.answer(real, () -> BatchJson.of(batches.cancel(tenant(real), id)));
  }

  private static TenantId tenant(HttpServletRequest http) {
    return HttpVisit.of(http).tenant();
  }
}
