package io.tidegate.api.audit;

import io.tidegate.api.audit.AuditEntryJson.AuditListJson;
import io.tidegate.api.audit.AuditEntryJson.AuditVerdictJson;
import io.tidegate.api.entry.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What administrators did on all servers: it can be read, and never changed. */
@Path("api/audit")
@ApplicationScoped
@RolesAllowed({Roles.ADMIN, Roles.OPERATOR, Roles.VIEWER})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Audit", description = "What administrators did, in a chain of hashes")
@SecurityRequirement(name = "admin")
public class AuditResource {

  @Inject private HttpAudit audit;

  /** Acts, the newest first. */
  @GET
  @Operation(operationId = "listAudit", summary = "What administrators did, the newest first")
  @APIResponseSchema(value = AuditListJson.class, responseCode = "200")
  @Parameter(name = "from", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
  @Parameter(name = "to", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
  @Parameter(name = "actor", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
  @Parameter(
      name = "path",
      in = ParameterIn.QUERY,
      description = "What the path begins with.",
      schema = @Schema(type = SchemaType.STRING))
  @Parameter(name = "after", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
  @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.INTEGER))
  public void list(@Context HttpServletRequest http, @Suspended AsyncResponse never) {
    audit.list(http);
  }

  /** The whole log, the oldest act first, one JSON object a line. */
  @GET
  @Path("export")
  @Produces("application/x-ndjson")
  @Operation(operationId = "exportAudit", summary = "The whole log, one JSON object a line")
  @APIResponse(
      responseCode = "200",
      description = "The log, the oldest act first.",
      content =
          @Content(mediaType = "application/x-ndjson", schema = @Schema(type = SchemaType.STRING)))
  public void export(@Context HttpServletRequest http, @Suspended AsyncResponse never) {
    audit.export(http);
  }

  /** Goes through the chain, and tells where it is broken first. */
  @GET
  @Path("verify")
  @Operation(operationId = "verifyAudit", summary = "Tells where the log was changed first")
  @APIResponseSchema(value = AuditVerdictJson.class, responseCode = "200")
  public void verify(@Context HttpServletRequest http, @Suspended AsyncResponse never) {
    audit.verify(http);
  }
}
