package io.tidegate.testing;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Histogram;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;

/** A server's registry of which only the series that it shows are known. Thread-safe. */
public final class FakeRegistry {

  private final Set<MetricID> shown = ConcurrentHashMap.newKeySet();
  private final MetricRegistry registry = fake(MetricRegistry.class, this::answer);

  /** The registry, for who registers. */
  public MetricRegistry registry() {
    return registry;
  }

  /** The series that are there now. */
  public Set<MetricID> shown() {
    return Set.copyOf(shown);
  }

  private Object answer(Object proxy, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "remove" -> shown.remove((MetricID) arguments[0]);
      case "counter" -> show(Counter.class, arguments);
      case "timer" -> show(Timer.class, arguments);
      case "histogram" -> show(Histogram.class, arguments);
      case "gauge" -> show(null, arguments);
      default -> throw new UnsupportedOperationException(method.getName());
    };
  }

  private Object show(Class<?> instrument, Object... arguments) {
    String name = ((Metadata) arguments[0]).getName();
    shown.add(new MetricID(name, (Tag[]) arguments[arguments.length - 1]));
    return instrument == null ? null : fake(instrument, (proxy, method, nothing) -> null);
  }

  private static <T> T fake(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
