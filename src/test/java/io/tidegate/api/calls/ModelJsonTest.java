package io.tidegate.api.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.calls.ModelJson.ModelListJson;
import io.tidegate.api.http.ApiJson;
import io.tidegate.exchange.ModelFacts;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What tenants see of models. */
final class ModelJsonTest {

  @Test
  void lengthsAreToldWhereNodesTellThem() {
    ModelJson told = ModelJson.of("org/m", new ModelFacts(7, 65_536, 0));

    assertThat(ApiJson.text(told))
        .isEqualTo(
            """
            {"id":"org/m","object":"model","created":7,"owned_by":"tidegate",\
            "max_model_len":65536}\
            """);
  }

  @Test
  void modelsAreListed() {
    ModelJson model = ModelJson.of("m", ModelFacts.UNKNOWN);

    assertThat(ApiJson.text(new ModelListJson("list", List.of(model))))
        .isEqualTo(
            """
            {"object":"list","data":[{"id":"m","object":"model","created":0,\
            "owned_by":"tidegate"}]}\
            """);
  }
}
