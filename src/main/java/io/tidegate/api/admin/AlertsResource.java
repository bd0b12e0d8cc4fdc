package io.tidegate.api.admin;

import io.tidegate.alerting.Evaluator;
import io.tidegate.api.entry.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What is wrong at the moment, as this server sees it. */
@Path("api/alerts")
@ApplicationScoped
@RolesAllowed({Roles.ADMIN, Roles.OPERATOR, Roles.VIEWER})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Alerts", description = "The alert rules over this server's own figures")
@SecurityRequirement(name = "admin")
public class AlertsResource {

  @Inject private Evaluator evaluator;

  /** The alerts that fire, that are pending, and that have ended within a day. */
  @GET
  @Operation(
      operationId = "getAlerts",
      summary = "The alerts that fire, are pending, or ended within a day")
  public AlertsJson get() {
    return AlertsJson.of(evaluator.alerts());
  }
}
