package io.tidegate.upstream;

import io.tidegate.dialect.Dialect;
import io.tidegate.dialect.known.Dialects;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.upstream.coding.ContentDecoding;
import io.tidegate.upstream.reading.NodeError;
import io.tidegate.upstream.reading.Verdict;
import io.tidegate.upstream.wire.UpstreamConfig;
import java.util.zip.ZipException;

/** Chooses what takes the body of an attempt's response. */
final class Bodies {

  private final AttemptGate run;
  private final UpstreamConfig config;

  Bodies(AttemptGate run, UpstreamConfig config) {
    this.run = run;
    this.config = config;
  }

  /**
   * The body of a response of {@code status}: an answer under any status of success, else an error.
   *
   * @param contentType its media type, or null
   * @param contentEncoding its content coding, or null
   * @throws ZipException if the coding is none that we know
   */
  Body of(int status, String contentType, String contentEncoding) throws ZipException {
    ContentDecoding decoding = ContentDecoding.of(contentEncoding);
    Body body = good(status) ? answer(contentType) : new ErrorBody(run, status);
    return new DecodingBody(run, status, decoding, body);
  }

  /** Ends the attempt, whose body nobody can read; what is left of it is ignored. */
  Body undecoded(int status) {
    if (good(status)) {
      run.fail(Kind.FAILED, Verdict.MISCODED);
    } else {
      run.refused(status, NodeError.UNKNOWN);
    }
    return new ErrorBody(run, status);
  }

  private Body answer(String contentType) {
    Call call = run.attempt().call();
    boolean stream = call.stream();
    Dialect dialect = Dialects.of(call.operation());
    return new SniffingBody(
        contentType,
        () -> new StreamBody(run, dialect, config.maxEvent(), delivery(stream, dialect)),
        () -> new PlainBody(run, dialect, stream, config.maxAnswer()));
  }

  private Delivery delivery(boolean stream, Dialect dialect) {
    return stream ? new StreamDelivery(run) : new PlainDelivery(run, dialect, config.maxAnswer());
  }

  static boolean good(int status) {
    return status >= 200 && status < 300;
  }
}
