package io.tidegate.api.calls;

import static io.tidegate.exchange.Operation.CHAT;
import static io.tidegate.exchange.Operation.COMPLETION;
import static io.tidegate.exchange.Operation.EMBEDDINGS;

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
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * The calls that nodes answer.
 *
 * <p>The suspended response is never resumed: the answer is written to the request's asynchronous
 * context itself, so that no thread waits for a node.
 */
@Path("/")
@ApplicationScoped
@TenantOnly
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "OpenAI", description = "OpenAI's API; members we do not know reach the node unchanged")
@SecurityRequirement(name = "key")
public class CallsResource {

  private static final String AS_JOB =
      "With 'Prefer: respond-async' it is kept as a job, and the answer is 202, as at /api/jobs.";

  @Inject private HttpIntake intake;

  /** A chat completion; with {@code "stream": true} a stream of server-sent events. */
  @POST
  @Path("v1/chat/completions")
  @Operation(
      operationId = "createChatCompletion",
      summary = "A chat completion",
      description = AS_JOB)
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(ref = "ChatRequest"), example = Examples.CHAT))
  @APIResponse(responseCode = "200", ref = "Completed")
  public void chat(@Context HttpServletRequest http, @Suspended AsyncResponse never)
      throws IOException {
    intake.accept(http, CHAT);
  }

  /** A chat completion at DeepSeek's own path. */
  @POST
  @Path("chat/completions")
  @Operation(
      operationId = "createChatCompletionAsDeepSeek",
      summary = "A chat completion at DeepSeek's own path")
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(ref = "ChatRequest"), example = Examples.CHAT))
  @APIResponse(responseCode = "200", ref = "Completed")
  public void chatAsDeepSeek(@Context HttpServletRequest http, @Suspended AsyncResponse never)
      throws IOException {
    intake.accept(http, CHAT);
  }

  /** A completion of a prompt, OpenAI's older form. */
  @POST
  @Path("v1/completions")
  @Operation(
      operationId = "createCompletion",
      summary = "A completion of a prompt",
      description = AS_JOB)
  @RequestBody(
      required = true,
      content =
          @Content(schema = @Schema(ref = "CompletionRequest"), example = Examples.COMPLETION))
  @APIResponse(responseCode = "200", ref = "Completed")
  public void completion(@Context HttpServletRequest http, @Suspended AsyncResponse never)
      throws IOException {
    intake.accept(http, COMPLETION);
  }

  /** Embeddings of one or more texts. */
  @POST
  @Path("v1/embeddings")
  @Operation(
      operationId = "createEmbeddings",
      summary = "Embeddings of one or more texts",
      description = AS_JOB)
  @RequestBody(
      required = true,
      content =
          @Content(schema = @Schema(ref = "EmbeddingsRequest"), example = Examples.EMBEDDINGS))
  @APIResponse(
      responseCode = "200",
      description = "The embeddings.",
      content = @Content(mediaType = "application/json", schema = @Schema(ref = "EmbeddingList")))
  public void embeddings(@Context HttpServletRequest http, @Suspended AsyncResponse never)
      throws IOException {
    intake.accept(http, EMBEDDINGS);
  }

  /** A chat completion at DeepSeek's path for continuing an answer, which the node does. */
  @POST
  @Path("beta/chat/completions")
  @Operation(hidden = true)
  public void chatAsDeepSeekBeta(@Context HttpServletRequest http, @Suspended AsyncResponse never)
      throws IOException {
    intake.accept(http, CHAT);
  }

  /** A completion of a prompt at DeepSeek's own paths; the second also fills in the middle. */
  @POST
  @Path("{beta:(beta/)?}completions")
  @Operation(hidden = true)
  public void completionAsDeepSeek(@Context HttpServletRequest http, @Suspended AsyncResponse never)
      throws IOException {
    intake.accept(http, COMPLETION);
  }

  /** Embeddings for clients whose base URL has no version. */
  @POST
  @Path("embeddings")
  @Operation(hidden = true)
  public void embeddingsUnversioned(
      @Context HttpServletRequest http, @Suspended AsyncResponse never) throws IOException {
    intake.accept(http, EMBEDDINGS);
  }
}
