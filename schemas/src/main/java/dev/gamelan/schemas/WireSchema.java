package dev.gamelan.schemas;

import org.apache.avro.Schema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A schema as others see it: without the notes that Avro's code generator leaves for Java, which
 * change nothing of a record's bytes.
 */
final class WireSchema {
  private static final String FOR_JAVA_ONLY = "avro.java.string";
  private static final JsonMapper JSON = new JsonMapper();

  private WireSchema() {}

  static Schema of(Schema generated) {
    JsonNode json = JSON.readTree(generated.toString());
    strip(json);
    return new Schema.Parser().parse(json.toString());
  }

  private static void strip(JsonNode json) {
    if (json instanceof ObjectNode object) {
      object.remove(FOR_JAVA_ONLY);
    }
    json.forEach(WireSchema::strip);
  }
}
