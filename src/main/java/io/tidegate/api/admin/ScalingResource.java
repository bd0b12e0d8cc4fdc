package io.tidegate.api.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.api.entry.Roles;
import io.tidegate.scaling.Advice;
import io.tidegate.scaling.PoolLoad;
import io.tidegate.scaling.Scaling;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How many gateways and nodes the load needs. */
@Path("api/scaling")
@ApplicationScoped
@RolesAllowed({Roles.ADMIN, Roles.OPERATOR, Roles.VIEWER})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Scaling", description = "How many gateways and nodes the load of all servers needs")
@SecurityRequirement(name = "admin")
public class ScalingResource {

  private static final double HUNDREDTHS = 100;

  @Inject private Scaling scaling;

  /** What is wanted and what is there, for the gateway and for the nodes of each model. */
  @GET
  public String get() {
    Scaling.View seen = scaling.view();
    ObjectNode view = JsonNodeFactory.instance.objectNode().put("servers", seen.servers());
    put(view.putObject("gateway"), seen.gateway());
    ArrayNode pools = view.putArray("pools");
    new TreeMap<>(seen.pools())
        .forEach(
            (model, advice) -> {
              ObjectNode pool = pools.addObject().put("model", model);
              put(pool, advice);
              put(pool.putObject("load"), seen.loads().get(model));
            });
    return view.toString();
  }

  private static void put(ObjectNode view, Advice advice) {
    view.put("wanted", advice.wanted())
        .put("present", advice.present())
        .put("needed", rounded(advice.needed()))
        .put("neededNow", rounded(advice.neededNow()))
        .put("why", advice.why());
  }

  private static void put(ObjectNode view, PoolLoad load) {
    view.put("inUse", rounded(load.inUse()))
        .put("waiting", rounded(load.waiting()))
        .put("refused", rounded(load.refused()))
        .put("placesOfOne", rounded(load.places()))
        .put("saturation", rounded(load.saturation()));
  }

  private static double rounded(double figure) {
    return Math.round(figure * HUNDREDTHS) / HUNDREDTHS;
  }
}
