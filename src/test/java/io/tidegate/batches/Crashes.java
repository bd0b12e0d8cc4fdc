package io.tidegate.batches;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.BooleanSupplier;

/** Lets a server crash before or after anything it asks of the world outside. */
final class Crashes {

  /** The server is gone: nothing of it catches this. */
  static final class Crash extends Error {

    private static final long serialVersionUID = 1L;

    Crash() {
      super("crash", null, false, false);
    }
  }

  private final BooleanSupplier now;
  private boolean down;

  /** Crashes whenever {@code now} says so. */
  Crashes(BooleanSupplier now) {
    this.now = now;
  }

  /** {@code real}, as a server sees it that may crash; afterwards it reaches it no more. */
  <T> T in(Class<T> port, T real) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> {
              maybe();
              try {
                Object result = method.invoke(real, arguments);
                maybe();
                return result;
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            }));
  }

  private void maybe() {
    down |= now.getAsBoolean();
    if (down) {
      throw new Crash();
    }
  }
}
