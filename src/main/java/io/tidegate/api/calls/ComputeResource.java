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
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
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
  public void ask(
      @Context HttpServletRequest http,
      @QueryParam("q") String question,
      @Suspended AsyncResponse never) {
    questions.ask(http, question);
  }

  /** The answer to a question sent as text. */
  @POST
  @Consumes(MediaType.TEXT_PLAIN)
  public void askText(@Context HttpServletRequest http, @Suspended AsyncResponse never)
      throws IOException {
    questions.askText(http);
  }

  /** The answer to a question sent as JSON. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @RequestBody(
      content = @Content(schema = @Schema(type = SchemaType.OBJECT), example = Examples.COMPUTE))
  public void askJson(@Context HttpServletRequest http, @Suspended AsyncResponse never)
      throws IOException {
    questions.askJson(http);
  }
}
