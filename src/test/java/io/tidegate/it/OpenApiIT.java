package io.tidegate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server says of its API is enough to make clients of, and true. */
final class OpenApiIT extends DeployedEar {

  private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

  private static JsonNode api;
  private static Fleet fleet;

  @BeforeAll
  static void read() {
    fleet = new Fleet();
    fleet.add("one", Fleet.quick(), 1);
    api = Fleet.json(Http.get("/openapi?format=JSON").body());
  }

  @AfterAll
  static void close() {
    fleet.close();
  }

  /** Each operation by its method and path. */
  private static List<Map.Entry<String, JsonNode>> operations() {
    List<Map.Entry<String, JsonNode>> operations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : api.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        if (METHODS.contains(operation.getKey())) {
          operations.add(Map.entry(operation.getKey() + " " + path.getKey(), operation.getValue()));
        }
      }
    }
    return operations;
  }

  @Test
  void eachOperationHasANameOfItsOwnAndASummary() {
    assertThat(operations()).hasSizeGreaterThan(40);
    assertThat(operations())
        .extracting(operation -> operation.getValue().path("operationId").asText())
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("[a-z][A-Za-z]+"));
    assertThat(operations())
        .allMatch(operation -> operation.getValue().path("summary").asText().length() > 5);
  }

  @Test
  void eachOperationSaysWhatItAnswersAndWhatItTakes() {
    for (Map.Entry<String, JsonNode> operation : operations()) {
      JsonNode body = operation.getValue().path("requestBody");
      assertThat(body.isMissingNode() || isDescribed(body)).as(operation.getKey()).isTrue();
      JsonNode responses = operation.getValue().path("responses");
      assertThat(responses.properties())
          .filteredOn(response -> response.getKey().startsWith("2"))
          .as(operation.getKey())
          .isNotEmpty()
          .allMatch(
              response -> response.getKey().equals("204") || isDescribed(response.getValue()));
      assertThat(responses.at("/4XX/$ref").asText()).endsWith("/Refused");
    }
  }

  /** Whether each of its forms has a schema that says more than that it is an object. */
  private static boolean isDescribed(JsonNode given) {
    JsonNode body = resolved(given);
    return !body.path("content").isEmpty()
        && body.path("content")
            .valueStream()
            .map(form -> form.path("schema"))
            .allMatch(
                schema -> schema.has("$ref") || (!is("object", schema) && schema.has("type")));
  }

  /** What {@code given} is, or refers to. */
  private static JsonNode resolved(JsonNode given) {
    return given.has("$ref") ? api.at(given.path("$ref").asText().substring(1)) : given;
  }

  private static boolean is(String type, JsonNode schema) {
    return schema.path("type").asText().equals(type);
  }

  @Test
  void nothingIsReferredToThatIsNotThere() {
    assertThat(api.findValuesAsText("$ref"))
        .isNotEmpty()
        .allMatch(ref -> !api.at(ref.substring(1)).isMissingNode());
  }

  /** Of two types with one simple name the second gets a digit, and clients a class by that. */
  @Test
  void eachSchemaHasANameOfItsOwn() {
    assertThat(api.at("/components/schemas").fieldNames())
        .toIterable()
        .isNotEmpty()
        .noneMatch(name -> name.matches(".*[0-9]"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/nodes",
        "/api/admission",
        "/api/alerts",
        "/api/balancing",
        "/api/cache",
        "/api/dead-letters",
        "/api/scaling",
        "/api/warmup",
        "/api/admin/webhooks"
      })
  void whatAdministratorsSeeIsAsDescribed(String path) {
    assertIsAsDescribed(path, Admin.get(path).body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/models", "/api/jobs", "/api/webhooks", "/v1/batches", "/v1/files"})
  void whatTenantsSeeIsAsDescribed(String path) {
    Http.post("/api/jobs", Http.chat("hi", false));

    assertIsAsDescribed(path, Http.get(path).body());
  }

  private static void assertIsAsDescribed(String path, String body) {
    JsonNode schema =
        api.path("paths").path(path).at("/get/responses/200/content/application~1json/schema");
    assertThat(schema.isMissingNode()).as(path).isFalse();
    compare(path, schema, Fleet.json(body));
  }

  private static void compare(String where, JsonNode given, JsonNode value) {
    JsonNode schema = resolved(given);
    if (value.isNull()) {
      assertThat(schema.toString()).as(where).contains("null");
    } else if (is("array", schema)) {
      value.forEach(item -> compare(where + "[]", schema.path("items"), item));
    } else if (schema.has("properties")) {
      schema.path("required").forEach(name -> assertThat(value.has(name.asText())).isTrue());
      for (Map.Entry<String, JsonNode> member : value.properties()) {
        JsonNode described = schema.path("properties").path(member.getKey());
        assertThat(described.isMissingNode()).as(where + "." + member.getKey()).isFalse();
        compare(where + "." + member.getKey(), described, member.getValue());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"PUT, /api/nodes/x, NodeSettings", "PATCH, /api/nodes/one, NodeChange"})
  void theMembersOfNodesThatAreDescribedAreThoseThatAreTaken(
      String method, String path, String schema) {
    List<String> members = new ArrayList<>();
    api.at("/components/schemas/" + schema + "/properties")
        .fieldNames()
        .forEachRemaining(members::add);

    assertThat(Admin.send(path, method, "{\"colour\":1}").body())
        .contains("known are " + members.stream().sorted().toList());
  }

  /** Generators make a class of its own of what is never anything else. */
  @Test
  void noMemberIsSaidToBeNullAlone() {
    for (Map.Entry<String, JsonNode> schema : api.at("/components/schemas").properties()) {
      assertThat(schema.getValue().path("properties").properties())
          .as(schema.getKey())
          .noneMatch(member -> is("null", member.getValue()));
    }
  }

  @Test
  void refusalsAreAsDescribed() {
    compare(
        "a job that is not there",
        api.at("/components/schemas/ErrorEnvelope"),
        Fleet.json(Http.get("/api/jobs/job_0").body()));
  }
}
