package io.tidegate.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** The JAX-RS application at the root of the server. */
@ApplicationPath("/")
@OpenAPIDefinition(
    info =
        @Info(
            title = "Tidegate",
            version = "1",
            license =
                @License(name = "Apache 2.0", url = "https://www.apache.org/licenses/LICENSE-2.0"),
            description =
                "OpenAI's API in front of a pool of DeepSeek nodes: point an OpenAI SDK's base URL"
                    + " to /v1."))
@SecurityScheme(
    securitySchemeName = "key",
    type = SecuritySchemeType.HTTP,
    scheme = "bearer",
    description = "A tenant's API key. Without configured keys this machine alone is served.")
@SecurityScheme(
    securitySchemeName = "admin",
    type = SecuritySchemeType.HTTP,
    scheme = "basic",
    description = "A user of the server in the role admin, operator or viewer.")
public class GatewayApplication extends Application {}
