package io.tidegate.api.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The connection below a response, for what the Servlet API has no word for.
 *
 * <p>It is reached by names of Open Liberty: where those are others, nothing is done, and said once
 * in the log. Thread-safe.
 */
public final class HttpClientConnection {

  private static final Logger LOG = System.getLogger(HttpClientConnection.class.getName());

  private static final AtomicBoolean TOLD = new AtomicBoolean();

  private HttpClientConnection() {}

  /**
   * Sees to it that the response of {@code async}, which must be completed next, has no proper end,
   * so that no client can take what it has got for the whole: over HTTP/1.1 its last chunk is not
   * sent, over HTTP/1.0, where bodies end as connections do, the connection is reset.
   *
   * @return whether it will end so
   */
  public static boolean breakOff(AsyncContext async) {
    ServletRequest request = own(async.getRequest());
    try {
      return switch (request.getProtocol()) {
        case "HTTP/1.1" -> {
          Object link = call(connection(request), "getHttpDispatcherLink");
          link.getClass().getMethod("setSuppressZeroByteChunk", boolean.class).invoke(link, true);
          yield true;
        }
        case "HTTP/1.0" -> {
          ((Socket) call(call(request, "getIRequest"), "getRequestSocket")).setSoLinger(true, 0);
          yield true;
        }
        default -> toldOnce("it speaks " + request.getProtocol());
      };
    } catch (ReflectiveOperationException | IOException | RuntimeException unknown) {
      return toldOnce(unknown.toString());
    }
  }

  /**
   * Keeps the connection of {@code response} open behind an error, where Liberty would close it: it
   * does so for the error codes that it knows by name, so this one is given to it as a new one. To
   * be called after the status was set and before anything is sent.
   */
  static void keepOpen(ServletResponse response, int status, String reason) {
    try {
      Object request = call(call(own(response), "getIResponse"), "getWCCRequest");
      Object link = call(call(request, "getHttpInboundConnection"), "getHttpInboundLink");
      Object message = call(call(link, "getHTTPContext"), "getResponse");
      Class<?> codes = call(message, "getStatusCode").getClass();
      Object code = codes.getMethod("makeUndefinedValue", int.class).invoke(null, status);
      message.getClass().getMethod("setStatusCode", codes).invoke(message, code);
      message.getClass().getMethod("setReasonPhrase", String.class).invoke(message, reason);
    } catch (ReflectiveOperationException | RuntimeException unknown) {
      LOG.log(Level.DEBUG, "connections are closed behind errors on this server", unknown);
    }
  }

  private static boolean toldOnce(String why) {
    if (!TOLD.getAndSet(true)) {
      LOG.log(Level.WARNING, "streams that break have a proper end on this server: {0}", why);
    }
    return false;
  }

  private static ServletResponse own(ServletResponse response) {
    ServletResponse own = response;
    while (own instanceof ServletResponseWrapper wrapper) {
      own = wrapper.getResponse();
    }
    return own;
  }

  private static ServletRequest own(ServletRequest request) {
    ServletRequest own = request;
    while (own instanceof ServletRequestWrapper wrapper) {
      own = wrapper.getRequest();
    }
    return own;
  }

  private static Object connection(ServletRequest own) throws ReflectiveOperationException {
    return call(call(own, "getIRequest"), "getHttpInboundConnection");
  }

  private static Object call(Object target, String method) throws ReflectiveOperationException {
    return target.getClass().getMethod(method).invoke(target);
  }
}
