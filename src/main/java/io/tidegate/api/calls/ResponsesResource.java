package io.tidegate.api.calls;

import static io.tidegate.exchange.Operation.RESPONSES;

import io.tidegate.api.entry.TenantOnly;
import io.tidegate.api.http.Examples;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
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

/** Calls in the way of OpenAI's Responses API, answered as those of {@link CallsResource} are. */
@Path("/")
@ApplicationScoped
@TenantOnly
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "OpenAI")
@SecurityRequirement(name = "key")
public class ResponsesResource {

  @Inject private HttpIntake intake;

  /** A response; with {@code "stream": true} a stream of server-sent events. */
  @POST
  @Path("v1/responses")
  @Operation(
      operationId = "createResponse",
      summary = "A response of a model",
      description =
          "Nothing is kept: previous_response_id, conversation and background are refused."
              + " With 'Prefer: respond-async' it is kept as a job, as at /api/jobs.")
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(ref = "ResponsesRequest"), example = Examples.RESPONSES))
  @APIResponse(
      responseCode = "200",
      description = "The response; a stream of server-sent events if that is asked for.",
      content = {
        @Content(mediaType = "application/json", schema = @Schema(ref = "ModelResponse")),
        @Content(mediaType = "text/event-stream", schema = @Schema(type = SchemaType.STRING))
      })
  public void response(@Context HttpServletRequest http, @Suspended AsyncResponse never)
      throws IOException {
    intake.accept(http, RESPONSES);
  }

  /** A response at DeepSeek's own path. */
  @POST
  @Path("responses")
  @Operation(hidden = true)
  public void responseAsDeepSeek(@Context HttpServletRequest http, @Suspended AsyncResponse never)
      throws IOException {
    intake.accept(http, RESPONSES);
  }
}
