package io.tidegate.api.audit;

import static java.util.Objects.requireNonNull;

import io.tidegate.api.audit.AuditEntryJson.AuditVerdictJson;
import io.tidegate.api.entry.HttpVisit;
import io.tidegate.api.http.HttpBlockingWork;
import io.tidegate.api.http.HttpDownload;
import io.tidegate.api.http.HttpReply;
import io.tidegate.api.http.ListParameters;
import io.tidegate.audit.AuditQuery;
import io.tidegate.audit.AuditRows;
import io.tidegate.audit.AuditVerifier;
import io.tidegate.exchange.Failure;
import io.tidegate.store.StoreException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.DateTimeException;
import java.time.OffsetDateTime;

/** Answers who asks about the audit log; requests must be suspended. Thread-safe. */
public final class HttpAudit {

  private static final int LONGEST = 400;
  private static final int MOST = 1_000;
  private static final int USUAL = 100;

  private final AuditRows rows;
  private final AuditVerifier verifier;
  private final HttpBlockingWork bench;
  private final HttpDownload.Desk downloads;

  /** Answers from {@code rows}, on {@code bench}. */
  HttpAudit(
      AuditRows rows, AuditVerifier verifier, HttpBlockingWork bench, HttpDownload.Desk downloads) {
    this.rows = requireNonNull(rows, "rows");
    this.verifier = requireNonNull(verifier, "verifier");
    this.bench = requireNonNull(bench, "bench");
    this.downloads = requireNonNull(downloads, "downloads");
  }

  /** Lists acts, the newest first. */
  void list(HttpServletRequest http) {
    AuditQuery query = query(http);
    bench.answer(
        HttpVisit.own(http), () -> AuditEntryJson.of(StoreException.told(() -> rows.find(query))));
  }

  /** Gives all of the log, the oldest first, one JSON object a line. */
  void export(HttpServletRequest http) {
    HttpServletRequest real = HttpVisit.own(http);
    bench.take(
        real,
        () -> {
          AuditExport lines = StoreException.told(() -> new AuditExport(rows));
          HttpServletResponse response = HttpReply.response(real);
          HttpReply.head(response, HttpReply.id(real), 200, "application/x-ndjson");
          response.setHeader("Content-Disposition", "attachment; filename=\"audit.ndjson\"");
          new HttpDownload(downloads, real.getAsyncContext(), lines).start();
        });
  }

  /** Goes through the chain, and tells where it is broken first. */
  void verify(HttpServletRequest http) {
    bench.answer(
        HttpVisit.own(http),
        () -> {
          AuditVerifier.Verdict found = StoreException.told(verifier::verify);
          return new AuditVerdictJson(
              found.reason() == null,
              found.checked(),
              found.unsealed(),
              found.head().seq(),
              found.head().hash(),
              found.broken() == 0 ? null : found.broken(),
              found.reason());
        });
  }

  private static AuditQuery query(HttpServletRequest http) {
    return new AuditQuery(
        time(http, "from", 0),
        time(http, "to", Long.MAX_VALUE),
        text(http, "actor"),
        text(http, "path"),
        after(ListParameters.given(http.getParameter("after"))),
        ListParameters.limit(http.getParameter("limit"), USUAL, MOST));
  }

  private static long after(String id) {
    if (id == null) {
      return 0;
    }
    if (!id.matches("[1-9]\\d{0,17}")) {
      throw Failure.invalid("after", "must be an id").asException();
    }
    return Long.parseLong(id);
  }

  private static String text(HttpServletRequest http, String name) {
    String text = ListParameters.given(http.getParameter(name));
    if (text != null && (text.length() > LONGEST || text.indexOf('\0') >= 0)) {
      throw Failure.invalid(name, "must have at most " + LONGEST + " characters").asException();
    }
    return text;
  }

  private static long time(HttpServletRequest http, String name, long usual) {
    String text = ListParameters.given(http.getParameter(name));
    try {
      return text == null ? usual : OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException notATime) {
      throw Failure.invalid(name, "must be a time with an offset like 2026-12-01T08:00:00Z")
          .asException();
    }
  }
}
