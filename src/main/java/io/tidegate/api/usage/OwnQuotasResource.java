package io.tidegate.api.usage;

import io.tidegate.api.entry.HttpVisit;
import io.tidegate.api.entry.TenantOnly;
import io.tidegate.quotas.QuotaBook;
import io.tidegate.quotas.Quotas;
import io.tidegate.usage.Prices;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The limits of the key's tenant, of its keys and of its models; nothing of others. */
@Path("v1/quotas")
@ApplicationScoped
@TenantOnly
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Quotas", description = "How much tenants, their keys and their models may have")
@SecurityRequirement(name = "key")
public class OwnQuotasResource {

  @Inject private Quotas quotas;
  @Inject private QuotaBook book;
  @Inject private Prices prices;

  /** The limits, and how they stand at this server. */
  @GET
  @Operation(
      operationId = "listOwnQuotas",
      summary = "The limits of the key's tenant, and how they stand here")
  public QuotaListJson list(@Context HttpServletRequest http) {
    return new QuotaListJson(
        "list",
        quotas.all(HttpVisit.of(http).tenant()).stream()
            .map(state -> QuotaJson.of(state, book.isStored(state.subject()), prices.currency()))
            .toList());
  }
}
