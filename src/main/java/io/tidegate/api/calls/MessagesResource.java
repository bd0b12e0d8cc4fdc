package io.tidegate.api.calls;

import static io.tidegate.exchange.Operation.COUNT_TOKENS;
import static io.tidegate.exchange.Operation.MESSAGES;

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

/** Calls in the way of Anthropic's Messages API, answered as those of {@link CallsResource} are. */
@Path("/")
@ApplicationScoped
@TenantOnly
@Consumes(MediaType.APPLICATION_JSON)
@Tag(
    name = "Anthropic",
    description = "Anthropic's API; members we do not know reach the node unchanged")
@SecurityRequirement(name = "key")
public class MessagesResource {

  @Inject private HttpIntake intake;

  /** A message; with {@code "stream": true} a stream of server-sent events. */
  @POST
  @Path("v1/messages")
  @Operation(
      operationId = "createMessage",
      summary = "A message of a model",
      description =
          "Errors have Anthropic's form. With 'Prefer: respond-async' it is kept as a job, as at"
              + " /api/jobs.")
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(ref = "MessagesRequest"), example = Examples.MESSAGES))
  @APIResponse(
      responseCode = "200",
      description = "The message; a stream of server-sent events if that is asked for.",
      content = {
        @Content(mediaType = "application/json", schema = @Schema(ref = "ModelMessage")),
        @Content(mediaType = "text/event-stream", schema = @Schema(type = SchemaType.STRING))
      })
  public void message(@Context HttpServletRequest http, @Suspended AsyncResponse never)
      throws IOException {
    intake.accept(http, MESSAGES);
  }

  /** How many tokens a message would take. */
  @POST
  @Path("v1/messages/count_tokens")
  @Operation(operationId = "countTokens", summary = "How many tokens a message would take")
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(ref = "MessagesRequest"), example = Examples.MESSAGES))
  @APIResponse(
      responseCode = "200",
      description = "The number of tokens.",
      content = @Content(mediaType = "application/json", schema = @Schema(ref = "TokenCount")))
  public void count(@Context HttpServletRequest http, @Suspended AsyncResponse never)
      throws IOException {
    intake.accept(http, COUNT_TOKENS);
  }

  /** A message at DeepSeek's own paths. */
  @POST
  @Path("anthropic/{version:(v1/)?}messages")
  @Operation(hidden = true)
  public void messageAsDeepSeek(@Context HttpServletRequest http, @Suspended AsyncResponse never)
      throws IOException {
    intake.accept(http, MESSAGES);
  }

  /** How many tokens a message would take, below DeepSeek's own paths. */
  @POST
  @Path("anthropic/{version:(v1/)?}messages/count_tokens")
  @Operation(hidden = true)
  public void countAsDeepSeek(@Context HttpServletRequest http, @Suspended AsyncResponse never)
      throws IOException {
    intake.accept(http, COUNT_TOKENS);
  }
}
