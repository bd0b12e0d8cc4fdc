package io.tidegate.api.batches;

import io.tidegate.api.batches.BatchJson.BatchListJson;
import io.tidegate.api.calls.CallsResource;
import io.tidegate.api.calls.HttpIntake;
import io.tidegate.api.entry.HttpVisit;
import io.tidegate.api.entry.KeyArea;
import io.tidegate.api.entry.TenantOnly;
import io.tidegate.api.entry.Visit;
import io.tidegate.api.http.Examples;
import io.tidegate.api.http.HttpReply;
import io.tidegate.api.http.ListQuery;
import io.tidegate.batches.Batches;
import io.tidegate.batches.state.Batch;
import io.tidegate.batches.state.NewBatch;
import io.tidegate.tenants.keys.ScopeNames;
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
@KeyArea(ScopeNames.BATCHES)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "OpenAI")
@SecurityRequirement(name = "key")
public class BatchesResource {

  /** The header with the address where the owner of a batch is told of its end. */
  private static final String WEBHOOK = "x-tidegate-webhook";

  @Inject private Batches batches;
  @Inject private HttpIntake intake;
  @Inject private HttpFiles.Benches benches;

  /** Makes a batch of an uploaded file. */
  @POST
  @Operation(operationId = "createBatch", summary = "Makes a batch of an uploaded file")
  @APIResponseSchema(value = BatchJson.class, responseCode = "200")
  @Parameter(name = WEBHOOK, in = ParameterIn.HEADER, schema = @Schema(type = SchemaType.STRING))
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(ref = "BatchRequest"),
              example = Examples.BATCH))
  public void create(@Context HttpServletRequest http, @Suspended AsyncResponse never)
      throws IOException {
    intake.read(
        http,
        BatchRequest.MOST_BYTES,
        (real, body) ->
            benches.files().take(real, () -> HttpReply.json(real, BatchJson.of(made(real, body)))));
  }

  private Batch made(HttpServletRequest http, byte[] body) {
    Visit visit = HttpVisit.of(http);
    NewBatch asked = BatchRequest.parse(visit.tenant(), body, http.getHeader(WEBHOOK));
    visit.checkBatch(asked.operation());
    return batches.create(asked);
  }

  /** The batches, newest first. */
  @GET
  @Operation(operationId = "listBatches", summary = "Batches, newest first")
  @APIResponseSchema(value = BatchListJson.class, responseCode = "200")
  @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.INTEGER))
  @Parameter(name = "after", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
  public void list(@Context HttpServletRequest http, @Suspended AsyncResponse never) {
    ListQuery query = ListQuery.ofBatches(http::getParameter);
    benches
        .files()
        .answer(http, tenant -> BatchJson.of(batches.list(tenant, query.after(), query.limit())));
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
    benches.files().answer(http, tenant -> BatchJson.of(batches.get(tenant, id)));
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
    benches.files().answer(http, tenant -> BatchJson.of(batches.cancel(tenant, id)));
  }
}
