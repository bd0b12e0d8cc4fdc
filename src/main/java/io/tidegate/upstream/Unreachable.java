package io.tidegate.upstream;

import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.upstream.reading.Verdict;
import io.tidegate.upstream.wire.HttpRoundTrip;
import io.tidegate.upstream.wire.NoWayException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.zip.ZipException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Says in words that help why a node could not be asked; no address is in them. */
public final class Unreachable {

  private Unreachable() {}

  /** What {@code failure} of a request to a node means, in a sentence without a full stop. */
  public static String why(Throwable failure) {
    Throwable cause = cause(failure);
    if (cause instanceof NoWayException) {
      return cause.getMessage();
    }
    if (cause instanceof UnknownHostException) {
      return "its host name is unknown";
    }
    if (cause instanceof TimeoutException || cause instanceof SocketTimeoutException) {
      return "it does not answer in time";
    }
    if (cause instanceof NoRouteToHostException) {
      return "there is no way to its address";
    }
    if (cause instanceof ConnectException) {
      return "nobody listens at its address";
    }
    return ofConnection(cause);
  }

  /** Whether it is the gateway that lacks something, and {@code failure} says nothing of a node. */
  public static boolean isOurs(Throwable failure) {
    return cause(failure) instanceof NoWayException noWay && noWay.isOurs();
  }

  /** What {@code failure} to open a connection says of the node and the call. */
  static Verdict verdict(Throwable failure) {
    return isOurs(failure)
        ? new Verdict(Kind.CANCELLED, Verdict.NOT_ASKED)
        : new Verdict(Kind.UNREACHABLE, Verdict.UNREACHABLE);
  }

  private static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String ofConnection(Throwable cause) {
    if (cause instanceof SSLPeerUnverifiedException) {
      return "its certificate is for another name";
    }
    if (cause instanceof SSLException) {
      return "its certificate is not trusted, or it does not speak TLS";
    }
    if (cause instanceof ZipException) {
      return "its reply is in a coding that is unknown or broken";
    }
    if (cause instanceof IOException) {
      return "it hangs up";
    }
    return HttpRoundTrip.isNoHttp(cause)
        ? "what it says is no HTTP; perhaps it wants https"
        : "the gateway failed to ask it";
  }
}
