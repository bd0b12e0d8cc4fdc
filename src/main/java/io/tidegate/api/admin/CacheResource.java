package io.tidegate.api.admin;

import io.tidegate.Gateway;
import io.tidegate.api.admin.CacheJson.CachePurgeJson;
import io.tidegate.api.entry.AuditedResource;
import io.tidegate.api.entry.Roles;
import io.tidegate.api.http.ApiJson;
import io.tidegate.cache.AnswerCache;
import io.tidegate.cache.CacheView;
import io.tidegate.cache.tiers.PurgeJournal;
import io.tidegate.cache.tiers.PurgeScope;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the cache holds, and how to take things out of it, on all servers. */
@Path("api/cache")
@ApplicationScoped
@RolesAllowed({Roles.ADMIN, Roles.OPERATOR})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Cache", description = "Stored answers: figures, and purges on all servers")
@SecurityRequirement(name = "admin")
public class CacheResource implements AuditedResource {

  @Inject private AnswerCache cache;
  @Inject private PurgeJournal journal;
  @Inject private Gateway gateway;

  /** This server's figures since its start, and the questions asked most, as hashes. */
  @GET
  @RolesAllowed({Roles.ADMIN, Roles.OPERATOR, Roles.VIEWER})
  @Operation(
      operationId = "getCache",
      summary = "Figures of the cache, and the questions asked most")
  public CacheJson get() {
    return CacheJson.of(cache.view());
  }

  /** Purges all answers, or those of one tenant, or of one model. */
  @DELETE
  @Operation(
      operationId = "purgeCache",
      summary = "Purges all answers, or those of a tenant or a model")
  public CachePurgeJson purge(
      @QueryParam("tenant") String tenant, @QueryParam("model") String model) {
    return purged(PurgeRequest.among(tenant, model, gateway::resolve));
  }

  /** Purges one answer. */
  @DELETE
  @Path("{key}")
  @Operation(operationId = "purgeAnswer", summary = "Purges one answer")
  public CachePurgeJson purgeOne(@PathParam("key") String key) {
    return purged(PurgeRequest.one(key));
  }

  private CachePurgeJson purged(PurgeScope scope) {
    journal.purge(scope);
    return CacheJson.of(scope);
  }

  @Override
  public String audited(Map<String, String> path) {
    CacheView.Heap heap = cache.view().l1();
    return ApiJson.text(Map.of("entries", heap.entries(), "bytes", heap.bytes()));
  }
}
