package io.tidegate.api.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.admission.Admission;
import io.tidegate.admission.PermitCount;
import io.tidegate.api.entry.Roles;
import io.tidegate.routing.nodes.Accounts;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Who waits in the running server, and which accounts it may use. */
@Path("api/admission")
@ApplicationScoped
@RolesAllowed({Roles.ADMIN, Roles.OPERATOR})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Admission", description = "Queues, permits and accounts of the running server")
@SecurityRequirement(name = "admin")
public class AdmissionResource {

  private static final double MILLIS = 1e6;

  @Inject private Admission admission;
  @Inject private Accounts accounts;
  @Inject private PermitCount permits;

  /** The queues in which somebody waits or lately did, the permits, and the accounts. */
  @GET
  @RolesAllowed({Roles.ADMIN, Roles.OPERATOR, Roles.VIEWER})
  public String get() {
    ObjectNode view = JsonNodeFactory.instance.objectNode();
    view.put("waiting", admission.waiting());
    view.put("permitsIssued", permits.issued());
    view.put("permitsReturned", permits.returned());
    ArrayNode queues = view.putArray("queues");
    admission
        .lanes()
        .forEach(
            lane ->
                queues
                    .addObject()
                    .put("model", lane.name())
                    .put("waiting", lane.waiting())
                    .put("bytes", lane.waitingBytes())
                    .put("startsPerSecond", lane.drainRate())
                    .put("expectedWaitMs", lane.expectedWait().toNanos() / MILLIS)
                    .put("margin", lane.margin()));
    ArrayNode known = view.putArray("accounts");
    accounts
        .all()
        .forEach(
            account ->
                known
                    .addObject()
                    .put("name", account.name())
                    .put("state", account.state().name().toLowerCase(Locale.ROOT)));
    return view.toString();
  }
}
