package dev.gamelan.toolrouter.testing;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the description of the HTTP API says of bodies. */
public final class Described {
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private final JsonNode description;

  public Described(JsonNode description) {
    this.description = description;
  }

  /** What is wrong with a value by a schema of the description. */
  public List<String> problems(JsonNode schema, JsonNode value) {
    ObjectNode whole = JsonNodeFactory.instance.objectNode();
    whole.setAll((ObjectNode) schema);
    whole.set("components", description.path("components"));
    return REGISTRY.getSchema(whole).validate(value).stream().map(Error::toString).toList();
  }

  /** What is wrong with the body of an answer. */
  public List<String> problems(String path, String method, int status, JsonNode body) {
    JsonNode response =
        description
            .path("paths")
            .path(path)
            .path(method)
            .path("responses")
            .path(String.valueOf(status));
    JsonNode schema = response.path("content").path("application/json").path("schema");
    return schema.isMissingNode()
        ? List.of("%s %s does not describe %d".formatted(method, path, status))
        : problems(schema, body);
  }
}
