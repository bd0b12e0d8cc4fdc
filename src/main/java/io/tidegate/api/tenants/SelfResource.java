package io.tidegate.api.tenants;

import io.tidegate.api.entry.HttpVisit;
import io.tidegate.api.entry.TenantOnly;
import io.tidegate.api.entry.Visit;
import io.tidegate.api.tenants.ApiKeyJson.KeyScopeJson;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A tenant's view of itself, by one of its keys; nothing of others. */
@Path("api/self")
@ApplicationScoped
@TenantOnly
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Tenants")
@SecurityRequirement(name = "key")
public class SelfResource {

  @Inject private KeyList keys;

  /** Who asks, by which key, what that is good for, and which keys there are beside it. */
  @GET
  @Operation(operationId = "getSelf", summary = "Who asks, by which key, and what that is good for")
  public SelfJson get(@Context HttpServletRequest http) {
    Visit visit = HttpVisit.of(http);
    return new SelfJson(
        visit.tenant().value(),
        visit.terms().priority().label(),
        visit.terms().pinned(),
        visit.terms().key().value(),
        KeyScopeJson.of(visit.scope()),
        keys.of(visit.tenant()).data(),
        new TreeMap<>(SelfJson.LINKS));
  }
}
