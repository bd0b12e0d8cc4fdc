package io.tidegate.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.junit.jupiter.api.Test;

class MicroProfileMetricsTest {

  private final Set<MetricID> shown = new HashSet<>();
  private final MetricRegistry registry =
      (MetricRegistry)
          Proxy.newProxyInstance(
              MetricRegistry.class.getClassLoader(),
              new Class<?>[] {MetricRegistry.class},
              (proxy, method, arguments) -> answer(method, arguments));
  private final MicroProfileMetrics metrics = new MicroProfileMetrics(registry);

  private Object answer(Method method, Object... arguments) {
    return switch (method.getName()) {
      case "remove" -> shown.remove((MetricID) arguments[0]);
      case "gauge" -> {
        String name =
            arguments[0] instanceof Metadata described
                ? described.getName()
                : (String) arguments[0];
        shown.add(new MetricID(name, (Tag[]) arguments[arguments.length - 1]));
        yield null;
      }
      default -> throw new UnsupportedOperationException(method.getName());
    };
  }

  @Test
  void showsGaugesUntilTheyAreRemoved() {
    metrics.gauge("a", () -> 1, "node", "n1");
    metrics.gauge("a", () -> 2, "node", "n1");
    metrics.gauge("a", () -> 1, "node", "n2");
    metrics.remove("a", "node", "n1");

    assertThat(shown).containsExactly(new MetricID("a", new Tag("node", "n2")));
  }

  @Test
  void leavesNoGaugeBehindItsEnd() {
    metrics.gauge("a", () -> 1, "node", "n1");
    metrics.gauge("b", () -> 1);

    metrics.close();
    metrics.gauge("late", () -> 1);

    assertThat(shown).isEmpty();
  }
}
