package io.tidegate.api.calls;

import io.tidegate.api.entry.TenantOnly;
import io.tidegate.api.http.Examples;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** One question, one plain answer, for callers without an SDK. */
@Path("api/compute")
@ApplicationScoped
@TenantOnly
@Tag(name = "Compute", description = "One question in, the model's words out")
@SecurityRequirement(name = "key")
public class ComputeResource {

  @Inject private HttpCompute questions;

  /** The answer to {@code q}. */
  @GET
  @Operation(operationId = "ask", summary = "The answer to a question")
  @APIResponse(
      responseCode = "200",
      description = "The model's words.",
      content = @Content(mediaType = "text/plain", schema = @Schema(type = SchemaType.STRING)))
  public void ask(
      @Context HttpServletRequest http,
      @QueryParam("q") String question,
      @Suspended AsyncResponse never) {
    questions.ask(http, question);
  }

  /** The answer to a question sent as text. */
  @POST
  @Consumes(MediaType.TEXT_PLAIN)
  @Operation(hidden = true)
  public void askText(@Context HttpServletRequest http, @Suspended AsyncResponse never)
      throws IOException {
    questions.askText(http);
  }

  /** The answer to a question sent as JSON. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "askByBody",
      summary = "The answer to a question sent as JSON or as text")
  @RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = "application/json",
            schema = @Schema(ref = "ComputeRequest"),
            example = Examples.COMPUTE),
        @Content(mediaType = "text/plain", schema = @Schema(type = SchemaType.STRING))
      })
  @APIResponse(
      responseCode = "200",
      description = "The model's words.",
      content = @Content(mediaType = "text/plain", schema = @Schema(type = SchemaType.STRING)))
  public void askJson(@Context HttpServletRequest http, @Suspended AsyncResponse never)
      throws IOException {
    questions.askJson(http);
  }
}
