package io.tidegate.api.console;

import io.tidegate.api.entry.Roles;
import io.tidegate.settings.Settings;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The settings that hold, and where each is from; secrets are not shown. */
@Path("api/settings")
@ApplicationScoped
@RolesAllowed({Roles.ADMIN, Roles.OPERATOR, Roles.VIEWER})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Settings", description = "What holds, where it is from, and what would hold otherwise")
@SecurityRequirement(name = "admin")
public class SettingsResource {

  @Inject private Settings settings;
  @Inject private Config config;

  /** All settings, by name. */
  @GET
  @Operation(
      operationId = "getSettings",
      summary = "The settings that hold, and where each is from")
  public SettingsView get() {
    return SettingsView.of(settings.active(), key -> config.getConfigValue(key).getSourceName());
  }
}
