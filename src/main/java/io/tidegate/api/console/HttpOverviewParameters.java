package io.tidegate.api.console;

import io.tidegate.api.http.ListParameters;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.TenantId;
import io.tidegate.overview.OverviewQuery;
import io.tidegate.store.Ids;
import jakarta.ws.rs.QueryParam;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Which jobs or batches an administrator asks for; null where it is not said. */
public final class HttpOverviewParameters {

  @QueryParam("status")
  private String status;

  @QueryParam("tenant")
  private String tenant;

  @QueryParam("after")
  private String after;

  @QueryParam("limit")
  @Parameter(schema = @Schema(type = SchemaType.INTEGER))
  private String limit;

  /**
   * What is asked for of what has a state among {@code states}, each called by {@code label}.
   *
   * @throws FailureException that names the parameter and the rule
   */
  <S extends Enum<S>> OverviewQuery query(S[] states, Function<S, String> label) {
    S state = ListParameters.state(status, states, label);
    String first = ListParameters.given(after);
    if (first != null && !Ids.isPossible(first)) {
      throw Failure.invalid("after", "must be an id").asException();
    }
    TenantId whose = ListParameters.tenant(ListParameters.given(tenant));
    return new OverviewQuery(
        state == null ? null : state.name(),
        whose == null ? null : whose.value(),
        first,
        ListParameters.limit(limit));
  }
}
