package io.tidegate.api.batches;

import io.tidegate.api.batches.BatchJson.BatchListJson;
import io.tidegate.api.calls.CallsResource;
import io.tidegate.api.entry.TenantOnly;
import io.tidegate.api.http.Examples;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Batches: files of calls that are answered within a day, into spare capacity.
 *
 * <p>As in {@link CallsResource} the suspended response is never resumed.
 */
@Path("v1/batches")
@ApplicationScoped
@TenantOnly
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "OpenAI")
@SecurityRequirement(name = "key")
public class BatchesResource {

  @Inject private HttpBatches batches;

  /** Makes a batch of an uploaded file. */
  @POST
  @Operation(operationId = "createBatch", summary = "Makes a batch of an uploaded file")
  @APIResponseSchema(value = BatchJson.class, responseCode = "200")
  @Parameter(
      name = HttpBatches.WEBHOOK,
      in = ParameterIn.HEADER,
      schema = @Schema(type = SchemaType.STRING))
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(ref = "BatchRequest"),
              example = Examples.BATCH))
  public void create(@Context HttpServletRequest http, @Suspended AsyncResponse never)
      throws IOException {
    batches.create(http);
  }

  /** The batches, newest first. */
  @GET
  @Operation(operationId = "listBatches", summary = "Batches, newest first")
  @APIResponseSchema(value = BatchListJson.class, responseCode = "200")
  @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.INTEGER))
  @Parameter(name = "after", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
  public void list(@Context HttpServletRequest http, @Suspended AsyncResponse never) {
    batches.list(http);
  }

  /** One batch as it stands. */
  @GET
  @Path("{id}")
  @Operation(operationId = "getBatch", summary = "One batch as it stands")
  @APIResponseSchema(value = BatchJson.class, responseCode = "200")
  public void get(
      @Context HttpServletRequest http,
      @PathParam("id") String id,
      @Suspended AsyncResponse never) {
    batches.get(http, id);
  }

  /** Cancels a batch; what was answered stays in its files. */
  @POST
  @Path("{id}/cancel")
  @Operation(
      operationId = "cancelBatch",
      summary = "Cancels a batch; what was answered stays in its files")
  @APIResponseSchema(value = BatchJson.class, responseCode = "200")
  public void cancel(
      @Context HttpServletRequest http,
      @PathParam("id") String id,
      @Suspended AsyncResponse never) {
    batches.cancel(http, id);
  }
}
