package io.tidegate.api.entry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.api.calls.HttpIntake;
import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Terms;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A suspended request and its response, of which a test sees what a client would see. It knows only
 * the methods that our code calls; any other one fails. For one thread.
 */
public final class FakeRequest {

  public static final String ID = "req_12345678";
  public final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  public final Map<String, String> answered = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  public final Out out = new Out();
  public final HttpServletRequest http = proxy(HttpServletRequest.class, this::request);
  public int status;
  public int completed;
  public int suspended;

  /** The length that its head tells; negative for that of its body. */
  public int length = -1;

  public String path = "/v1/chat/completions";
  String verb = "POST";
  String protocol = "HTTP/0.9";
  final Map<String, List<String>> repeated = new HashMap<>();
  Cookie[] cookies;
  String remoteAddress = "127.0.0.1";
  boolean secure;
  String user;
  String role;

  /** Whether the connection was to be broken off, for which its protocol is asked. */
  public boolean brokenOff;

  private final Map<String, Object> attributes = new HashMap<>();
  private final List<AsyncListener> listeners = new ArrayList<>();
  private final AsyncContext async = proxy(AsyncContext.class, this::context);
  private final HttpServletResponse response = proxy(HttpServletResponse.class, this::respond);

  public FakeRequest(long arrived) {
    attributes.put(Visit.ATTRIBUTE, visit("acme", arrived));
    attributes.put(RequestIdFilter.ATTRIBUTE, ID);
  }

  private static Visit visit(String tenant, long arrived) {
    ClientConnection peer = ClientConnection.of("127.0.0.1", 40_000, 9080, true);
    return new Visit(ID, new TenantId(tenant), Terms.DEFAULT, peer, arrived);
  }

  /** The same of {@code tenant}. */
  public FakeRequest of(String tenant) {
    http.setAttribute(Visit.ATTRIBUTE, visit(tenant, visit().arrived()));
    return this;
  }

  /** A request that has not been let in yet. */
  FakeRequest stranger() {
    attributes.remove(Visit.ATTRIBUTE);
    return this;
  }

  public AsyncContext async() {
    return async;
  }

  public Visit visit() {
    return (Visit) attributes.get(Visit.ATTRIBUTE);
  }

  /** Takes {@code body} for what was read of the request. */
  public FakeRequest body(String body) {
    return body(body.getBytes(UTF_8));
  }

  public FakeRequest body(byte[] body) {
    attributes.put(HttpIntake.READ, body);
    return this;
  }

  public String written() {
    return out.bytes.toString(UTF_8);
  }

  private Object request(Object self, Method method, Object[] args) {
    return switch (method.getName()) {
      case "getAttribute" -> attributes.get((String) args[0]);
      case "getHeader" -> headers.get((String) args[0]);
      case "getHeaders" ->
          Collections.enumeration(
              repeated.getOrDefault(args[0], Stream.ofNullable(headers.get(args[0])).toList()));
      case "getAsyncContext" -> async;
      case "startAsync" -> {
        suspended++;
        yield async;
      }
      case "getContentType" -> headers.get("Content-Type");
      case "getContentLength" ->
          length >= 0 ? length : ((byte[]) attributes.get(HttpIntake.READ)).length;
      case "getContentLengthLong" -> -1L;
      case "getInputStream" -> new ArrivedBody((byte[]) attributes.get(HttpIntake.READ));
      case "getRemoteAddr" -> remoteAddress;
      case "getRemotePort" -> 40_000;
      case "getLocalPort" -> 9080;
      case "isSecure" -> secure;
      case "getProtocol" -> {
        brokenOff = true;
        yield protocol;
      }
      case "setAttribute" -> attributes.put((String) args[0], args[1]);
      case "getRequestURI", "getServletPath" -> path;
      case "getPathInfo" -> null;
      case "getQueryString" -> null;
      case "getMethod" -> verb;
      case "getUserPrincipal" -> user == null ? null : (Principal) () -> user;
      case "isUserInRole" -> args[0].equals(role);
      case "getCookies" -> cookies;
      default -> throw new UnsupportedOperationException(method.toString());
    };
  }

  private Object context(Object self, Method method, Object[] args) {
    return switch (method.getName()) {
      case "getRequest" -> http;
      case "getResponse" -> response;
      case "setTimeout" -> null;
      case "addListener" -> {
        listeners.add((AsyncListener) args[0]);
        yield null;
      }
      case "complete" -> {
        completed++;
        tellListeners();
        yield null;
      }
      default -> throw new UnsupportedOperationException(method.toString());
    };
  }

  private void tellListeners() {
    for (AsyncListener listener : listeners) {
      try {
        listener.onComplete(null);
      } catch (IOException broken) {
        throw new IllegalStateException(broken);
      }
    }
  }

  private Object respond(Object self, Method method, Object[] args) {
    switch (method.getName()) {
      case "setStatus" -> status = (int) args[0];
      case "setHeader" -> answered.put((String) args[0], (String) args[1]);
      case "setContentType" -> answered.put("Content-Type", (String) args[0]);
      case "setContentLength" -> answered.put("Content-Length", args[0].toString());
      case "getStatus" -> {
        return status;
      }
      case "getOutputStream" -> {
        return out;
      }
      default -> throw new UnsupportedOperationException(method.toString());
    }
    return null;
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  /** A client that takes as much as the test lets it, and may be gone. */
  public static final class Out extends ServletOutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private WriteListener listener;
    int room = Integer.MAX_VALUE;
    public int flushes;
    private String sent = "";
    public boolean gone;
    public Error error;

    @Override
    public boolean isReady() {
      return room > 0;
    }

    @Override
    public void setWriteListener(WriteListener told) {
      listener = told;
    }

    /** Tells the writer, as the server does, that it may write {@code count} times. */
    public void writable(int count) throws IOException {
      room = count;
      listener.onWritePossible();
    }

    /** Tells the writer, as the server does, that the client is gone. */
    public void broken() {
      listener.onError(new IOException("gone"));
    }

    public byte[] bytes() {
      return bytes.toByteArray();
    }

    @Override
    public void write(byte[] some, int from, int count) throws IOException {
      write(Arrays.copyOfRange(some, from, from + count));
    }

    @Override
    public void write(byte[] some) throws IOException {
      if (gone) {
        throw new IOException("gone");
      }
      if (error != null) {
        throw error;
      }
      assertReady();
      room--;
      bytes.writeBytes(some);
    }

    @Override
    public void write(int one) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void flush() {
      assertReady();
      flushes++;
      // As Liberty does it: the first flush is for the head alone.
      if (flushes > 1) {
        sent = bytes.toString(UTF_8);
      }
    }

    /** What has left the server so far. */
    public String sent() {
      return sent;
    }

    private void assertReady() {
      if (!isReady()) {
        throw new IllegalStateException("not ready");
      }
    }
  }
}
