package io.tidegate.api.jobs;

import io.tidegate.api.calls.JobHeaders;
import io.tidegate.api.calls.JobJson;
import io.tidegate.api.calls.JobJson.JobListJson;
import io.tidegate.api.entry.HttpAuthentication;
import io.tidegate.api.entry.KeyArea;
import io.tidegate.api.entry.TenantOnly;
import io.tidegate.api.http.Examples;
import io.tidegate.tenants.keys.ScopeNames;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
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
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A tenant's jobs: calls that are kept until they are answered. */
@Path("api/jobs")
@ApplicationScoped
@TenantOnly
@KeyArea(ScopeNames.JOBS)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs", description = "Calls that are kept until they are answered")
@SecurityRequirement(name = "key")
public class JobsResource {

  @Inject private HttpJobs jobs;

  /** Keeps a call as a job: 202 once it cannot be lost any more. */
  @POST
  @Operation(operationId = "submitJob", summary = "Keeps a call as a job")
  @APIResponseSchema(
      value = JobJson.class,
      responseCode = "202",
      responseDescription = "The job is kept.")
  @Consumes(MediaType.APPLICATION_JSON)
  @Parameter(
      in = ParameterIn.HEADER,
      name = JobHeaders.DEADLINE,
      example = "PT2H",
      schema = @Schema(type = SchemaType.STRING))
  @Parameter(
      in = ParameterIn.HEADER,
      name = JobHeaders.RETENTION,
      example = "P7D",
      schema = @Schema(type = SchemaType.STRING))
  @Parameter(
      in = ParameterIn.HEADER,
      name = JobHeaders.KEY,
      schema = @Schema(type = SchemaType.STRING))
  @Parameter(
      in = ParameterIn.HEADER,
      name = JobHeaders.WEBHOOK,
      schema = @Schema(type = SchemaType.STRING))
  @Parameter(
      in = ParameterIn.HEADER,
      name = HttpAuthentication.PRIORITY,
      schema = @Schema(type = SchemaType.STRING))
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(ref = "JobRequest"), example = Examples.CHAT))
  public void submit(
      @Context HttpServletRequest http,
      @QueryParam("endpoint") String endpoint,
      @Suspended AsyncResponse never)
      throws IOException {
    jobs.submit(http, endpoint);
  }

  /** Jobs, newest first. */
  @GET
  @Operation(operationId = "listJobs", summary = "Jobs, newest first")
  @APIResponseSchema(value = JobListJson.class, responseCode = "200")
  @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.INTEGER))
  public void list(
      @Context HttpServletRequest http,
      @QueryParam("status") String status,
      @QueryParam("after") String after,
      @QueryParam("limit") String limit,
      @Suspended AsyncResponse never) {
    jobs.list(http, JobQuery.read(status, after, limit));
  }

  /** One job as it stands. */
  @GET
  @Path("{id}")
  @Operation(operationId = "getJob", summary = "One job as it stands")
  @APIResponseSchema(value = JobJson.class, responseCode = "200")
  public void get(
      @Context HttpServletRequest http,
      @PathParam("id") String id,
      @Suspended AsyncResponse never) {
    jobs.get(http, id);
  }

  /** The answer, as the call itself would have got it; 409 while there is none. */
  @GET
  @Path("{id}/result")
  @Operation(operationId = "getJobResult", summary = "The answer to a job; 409 while there is none")
  @APIResponse(
      responseCode = "200",
      description = "The answer, as the call itself would have got it.",
      content = {
        @Content(mediaType = "application/json", schema = @Schema(ref = "JobResult")),
        @Content(mediaType = "text/event-stream", schema = @Schema(type = SchemaType.STRING))
      })
  public void result(
      @Context HttpServletRequest http,
      @PathParam("id") String id,
      @Suspended AsyncResponse never) {
    jobs.result(http, id);
  }

  /** States, and content as it comes in, as server-sent events until the job's end. */
  @GET
  @Path("{id}/events")
  @Operation(operationId = "followJob", summary = "States and content of a job as they come in")
  @APIResponse(
      responseCode = "200",
      description = "Events named job and content; the data of the former is the job.",
      content =
          @Content(mediaType = "text/event-stream", schema = @Schema(type = SchemaType.STRING)))
  public void events(
      @Context HttpServletRequest http,
      @PathParam("id") String id,
      @Suspended AsyncResponse never) {
    jobs.events(http, id);
  }

  /** Cancels a job, also while it runs; one that has ended stays as it is. */
  @DELETE
  @Path("{id}")
  @Operation(operationId = "cancelJob", summary = "Cancels a job")
  @APIResponseSchema(value = JobJson.class, responseCode = "200")
  public void cancel(
      @Context HttpServletRequest http,
      @PathParam("id") String id,
      @Suspended AsyncResponse never) {
    jobs.cancel(http, id);
  }
}
