package io.tidegate.api.usage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.api.entry.HttpVisit;
import io.tidegate.api.entry.QualityValues;
import io.tidegate.api.http.HttpBlockingWork;
import io.tidegate.api.http.HttpReply;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.Failure;
import io.tidegate.store.StoreException;
import io.tidegate.usage.Prices;
import io.tidegate.usage.UsageBook;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;

/** Answers what was used, as JSON or as CSV. Thread-safe. */
public final class HttpUsage {

  /** More bills are not told at once. */
  private static final int MOST = 50_000;

  private static final String CSV = "text/csv";

  private final UsageBook book;
  private final Prices prices;
  private final HttpBlockingWork bench;
  private final InstantSource wall;

  /** Answers what {@code book} has. */
  public HttpUsage(UsageBook book, Prices prices, HttpBlockingWork bench, InstantSource wall) {
    this.book = book;
    this.prices = prices;
    this.bench = bench;
    this.wall = wall;
  }

  /** Answers the suspended request {@code http} of an administrator. */
  void all(HttpServletRequest http, HttpUsageParameters asked) {
    answer(http, asked, UsageQuery.read(asked, today()));
  }

  /** Answers the suspended request {@code http} of a tenant: its own usage. */
  void own(HttpServletRequest http, HttpUsageParameters asked) {
    String tenant = HttpVisit.of(http).tenant().value();
    answer(http, asked, UsageQuery.read(asked, today()).of(tenant));
  }

  private void answer(HttpServletRequest http, HttpUsageParameters asked, UsageQuery query) {
    boolean csv = isCsv(http, asked.format());
    HttpServletRequest real = HttpVisit.own(http);
    if (!csv) {
      bench.answer(real, () -> usage(query));
      return;
    }
    bench.take(
        real,
        () -> {
          byte[] text = UsageCsv.of(usage(query)).getBytes(UTF_8);
          HttpServletResponse response = HttpReply.response(real);
          HttpReply.head(response, HttpReply.id(real), 200, CSV + "; charset=utf-8");
          response.setHeader(
              "Content-Disposition",
              "attachment; filename=\"usage-" + query.from() + "-" + query.to() + ".csv\"");
          HttpReply.send(real.getAsyncContext(), text);
        });
  }

  private UsageJson usage(UsageQuery query) {
    return StoreException.told(
        () ->
            UsageJson.of(
                query,
                book.between(query.from(), query.to(), query.tenant(), MOST),
                MOST,
                prices.currency()));
  }

  /** Whether CSV is wanted, by {@code format} or else by {@code Accept}; JSON for nothing. */
  static boolean isCsv(HttpServletRequest http, String format) {
    if (format == null) {
      return QualityValues.of(Collections.list(http.getHeaders("Accept")))
          .best(List.of(AnswerHead.JSON, CSV))
          .filter(CSV::equals)
          .isPresent();
    }
    if (!format.equals("csv") && !format.equals("json")) {
      throw Failure.invalid("format", "must be csv or json").asException();
    }
    return format.equals("csv");
  }

  private LocalDate today() {
    return LocalDate.ofInstant(wall.instant(), ZoneOffset.UTC);
  }
}
