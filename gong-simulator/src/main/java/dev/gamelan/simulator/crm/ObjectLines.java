package dev.gamelan.simulator.crm;

import dev.gamelan.simulator.world.CrmUpload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An uploaded file, one JSON object a line: what is good, and what is wrong with the rest. */
record ObjectLines(List<ObjectNode> objects, List<CrmUpload.Fault> errors) {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Map<String, List<String>> MANDATORY =
      Map.of(
          "ACCOUNT", List.of("objectId", "modifiedDate", "name"),
          "CONTACT", List.of("objectId", "modifiedDate", "emailAddress"),
          "LEAD", List.of("objectId", "modifiedDate", "emailAddress"),
          "DEAL", List.of("objectId", "modifiedDate", "name"),
          "BUSINESS_USER", List.of("objectId", "modifiedDate", "emailAddress"),
          "STAGE", List.of("objectId", "modifiedDate", "name"));

  static ObjectLines read(String type, byte[] file) {
    var lines = new ObjectLines(new ArrayList<>(), new ArrayList<>());
    int number = 0;
    for (String line : new String(file, StandardCharsets.UTF_8).lines().toList()) {
      number++;
      if (!line.isBlank()) {
        lines.add(type, number, line);
      }
    }
    return lines;
  }

  private void add(String type, int number, String line) {
    JsonNode object;
    try {
      object = JSON.readTree(line);
    } catch (JacksonException notJson) {
      errors.add(new CrmUpload.Fault(number, "The line is not a JSON object"));
      return;
    }
    for (String field : MANDATORY.getOrDefault(type, List.of())) {
      if (!object.has(field) || object.get(field).asString("").isBlank()) {
        errors.add(
            new CrmUpload.Fault(number, "Mandatory field [" + field + "] is missing or empty"));
        return;
      }
    }
    objects.add((ObjectNode) object);
  }
}
