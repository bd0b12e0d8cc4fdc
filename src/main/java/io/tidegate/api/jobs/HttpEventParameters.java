package io.tidegate.api.jobs;

import io.tidegate.api.http.ListParameters;
import io.tidegate.exchange.FailureException;
import io.tidegate.webhooks.WebhookEventState;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Which part of the list of webhook events is asked for; null where it is not said. */
public final class HttpEventParameters {

  @QueryParam("status")
  private String status;

  @QueryParam("limit")
  @Parameter(schema = @Schema(type = SchemaType.INTEGER))
  private String limit;

  @QueryParam("after")
  private String after;

  /**
   * The part that is wanted.
   *
   * @throws FailureException that names the parameter and the rule
   */
  WebhookEventQuery query() {
    return new WebhookEventQuery(
        ListParameters.state(status, WebhookEventState.values(), WebhookEventState::label),
        ListParameters.given(after),
        ListParameters.limit(limit));
  }
}
