package io.tidegate.api;

import io.tidegate.Gateway;
import io.tidegate.cluster.ClusterStatus;
import io.tidegate.jit.JitStatus;
import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.NodeAdministration;
import io.tidegate.warmup.HeapPrefill;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready: some node may be given calls, the cache is filled, the code is warm, and the gateway will
 * not stop.
 */
@Readiness
@ApplicationScoped
public class ReadyCheck implements HealthCheck {

  @Inject private Gateway gateway;
  @Inject private NodeAdministration nodes;
  @Inject private ClusterStatus cluster;
  @Inject private HeapPrefill joining;
  @Inject private JitStatus jit;

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("tidegate-ready");
    nodes.all().forEach(node -> response.withData(node.name(), condition(node)));
    response.withData("cluster", cluster.condition());
    boolean usable = nodes.all().stream().anyMatch(Node::usable);
    response.withData("cache", joining.over() ? "filled" : "filling");
    response.withData("code", jit.over() ? "warm" : "warming up");
    return response.status(usable && joining.over() && jit.over() && !gateway.leaving()).build();
  }

  private static String condition(Node node) {
    String why = node.usable() ? "" : node.reason().map(reason -> ": " + reason).orElse("");
    return node.condition() + why;
  }
}
