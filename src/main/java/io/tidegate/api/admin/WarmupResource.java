package io.tidegate.api.admin;

import static io.tidegate.exchange.ErrorCode.INVALID_VALUE;
import static io.tidegate.exchange.ErrorCode.REQUEST_TOO_LARGE;

import io.tidegate.api.entry.AuditedResource;
import io.tidegate.api.entry.Roles;
import io.tidegate.api.http.ApiJson;
import io.tidegate.api.open.ApiConfig;
import io.tidegate.cache.hot.RepeatableRequest;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.TenantId;
import io.tidegate.memory.MemoryBudget;
import io.tidegate.memory.Reservation;
import io.tidegate.memory.Use;
import io.tidegate.tenants.Tenants;
import io.tidegate.warmup.RequestFile;
import io.tidegate.warmup.Warmup;
import io.tidegate.warmup.WarmupControl;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Warms the cache of the running server by hand, and tells how far it is. */
@Path("api/warmup")
@ApplicationScoped
@RolesAllowed({Roles.ADMIN, Roles.OPERATOR})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Warm-up", description = "Answers made before they are asked for")
@SecurityRequirement(name = "admin")
public class WarmupResource implements AuditedResource {

  private static final TenantId ADMINISTRATORS = new TenantId("_administrators");

  /** The file and the lines made of it; and later those lines, and copies of what is asked. */
  private static final int COPIES = 2;

  @Inject private MemoryBudget memory;
  @Inject private Warmup warmup;
  @Inject private WarmupControl desk;
  @Inject private RequestFile file;
  @Inject private Tenants tenants;
  @Inject private ApiConfig config;

  /** How far the warm-up under way is, or how far the last one came, and when the next is due. */
  @GET
  @RolesAllowed({Roles.ADMIN, Roles.OPERATOR, Roles.VIEWER})
  @Operation(
      operationId = "getWarmup",
      summary = "How far the warm-up is, or how far the last one came")
  public WarmupJson get() {
    return WarmupJson.of(warmup.progress());
  }

  /** Warms for the requests in the body, JSON lines, or without one for what is asked most. */
  @POST
  @Operation(operationId = "startWarmup", summary = "Warms for requests, or for what is asked most")
  @APIResponseSchema(
      value = WarmupJson.class,
      responseCode = "202",
      responseDescription = "The warm-up has begun.")
  @RequestBody(
      content =
          @Content(mediaType = "application/jsonl", schema = @Schema(type = SchemaType.STRING)))
  public Response start(
      @QueryParam("tenant") @DefaultValue("local") String tenant,
      @Context HttpServletRequest http,
      InputStream body)
      throws IOException {
    long told = http.getContentLengthLong();
    long length = told < 0 ? config.maxRequest() : told;
    if (length > config.maxRequest()) {
      throw tooLarge();
    }
    Reservation held = memory.open(ADMINISTRATORS, Use.BODIES);
    boolean begun = false;
    try {
      if (!held.take(COPIES * length)) {
        throw MemoryBudget.EXHAUSTED.asException();
      }
      begun = warm(body, tenant, held);
    } finally {
      if (!begun) {
        held.close();
      }
    }
    return Response.accepted(get()).build();
  }

  /** Whether a run has begun that keeps what is held until its end. */
  private boolean warm(InputStream body, String tenant, Reservation held) throws IOException {
    byte[] lines = body.readNBytes(config.maxRequest() + 1);
    if (lines.length > config.maxRequest()) {
      throw tooLarge();
    }
    if (lines.length == 0) {
      desk.warmHottest();
      return false;
    }
    List<RepeatableRequest> questions = file.read(lines, owner(tenant));
    desk.warm(questions, held::close);
    return true;
  }

  /** Stops the warm-up under way, if there is one. */
  @DELETE
  @Operation(operationId = "stopWarmup", summary = "Stops the warm-up under way")
  public WarmupJson stop() {
    var unused = warmup.stop();
    return get();
  }

  private RequestFile.Owner owner(String name) {
    return tenants
        .find(name)
        .map(tenant -> new RequestFile.Owner(tenant.id(), tenant.pinned()))
        .orElseThrow(WarmupResource::unknown);
  }

  private static FailureException tooLarge() {
    return Failure.of(REQUEST_TOO_LARGE, "The body is too large.").asException();
  }

  private static FailureException unknown() {
    return Failure.ofParam(INVALID_VALUE, "tenant", "'tenant' must name a configured tenant.")
        .asException();
  }

  @Override
  public String audited(Map<String, String> path) {
    return ApiJson.text(get());
  }
}
