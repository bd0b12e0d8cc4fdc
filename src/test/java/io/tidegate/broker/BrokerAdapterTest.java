package io.tidegate.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.persistence.impl.journal.OperationContextImpl;
import org.junit.jupiter.api.Test;

final class BrokerAdapterTest {

  @Test
  void leavesNothingOnTheThreadThatStopsIt() {
    OperationContext context =
        (OperationContext)
            Proxy.newProxyInstance(
                OperationContext.class.getClassLoader(),
                new Class<?>[] {OperationContext.class},
                (proxy, method, arguments) -> null);
    OperationContextImpl.setContext(context);

    new BrokerAdapter().stop();

    assertThat(OperationContextImpl.getContext()).isNull();
  }
}
