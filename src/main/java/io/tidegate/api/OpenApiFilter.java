package io.tidegate.api;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;

/**
 * Says in the description of the API what holds of all of it: each operation may be refused, wire
 * records are called by their names without {@code Json}, and each member that is not required may
 * be null.
 */
public class OpenApiFilter implements OASFilter {

  private static final String JSON = "Json";
  private static final List<String> REFUSED = List.of("4XX", "5XX");

  @Override
  public Operation filterOperation(Operation operation) {
    for (String status : REFUSED) {
      operation
          .getResponses()
          .addAPIResponse(status, OASFactory.createAPIResponse().ref("Refused"));
    }
    return operation;
  }

  @Override
  public Schema filterSchema(Schema schema) {
    if (schema.getRef() != null) {
      schema.setRef(plain(schema.getRef()));
    }
    return schema;
  }

  @Override
  public void filterOpenAPI(OpenAPI api) {
    Map<String, Schema> schemas = new TreeMap<>();
    api.getComponents()
        .getSchemas()
        .forEach(
            (name, schema) -> {
              if (name.endsWith(JSON)) {
                letBeNull(schema);
              }
              schemas.put(plain(name), schema);
            });
    api.getComponents().setSchemas(schemas);
  }

  private static void letBeNull(Schema wire) {
    List<String> required = wire.getRequired() == null ? List.of() : wire.getRequired();
    Map<String, Schema> members = new TreeMap<>();
    wire.getProperties()
        .forEach(
            (name, member) -> {
              if (!required.contains(name)) {
                members.put(name, orNull(member));
              }
            });
    members.forEach(wire::addProperty);
  }

  private static Schema orNull(Schema member) {
    if (member.getRef() == null) {
      // Of what is said nothing it may be anything already, and by this alone nothing but null.
      boolean anything = member.getType() == null || member.getType().isEmpty();
      return anything ? member : member.addType(Schema.SchemaType.NULL);
    }
    return OASFactory.createSchema()
        .addAnyOf(member)
        .addAnyOf(OASFactory.createSchema().addType(Schema.SchemaType.NULL));
  }

  private static String plain(String name) {
    return name.endsWith(JSON) ? name.substring(0, name.length() - JSON.length()) : name;
  }
}
