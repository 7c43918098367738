package dev.gamelan.toolrouter.toolcall;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The description of this service's HTTP API, for people and for generators. */
@RestController
class OpenApiEndpoint {
  private static final String FILE = "dev/gamelan/toolrouter/toolcall/openapi.json";

  /** Each has paths and components of its own. */
  private static final List<String> FURTHER =
      List.of(
          "dev/gamelan/toolrouter/admin/openapi.json",
          "dev/gamelan/toolrouter/admin/policy/openapi.json",
          "dev/gamelan/toolrouter/visibility/admin/openapi.json");

  private final byte[] description;

  OpenApiEndpoint(JsonMapper mapper) {
    this.description = mapper.writeValueAsBytes(describe(mapper));
  }

  static ObjectNode describe(JsonMapper mapper) {
    ObjectNode whole = read(FILE, mapper);
    FURTHER.forEach(file -> add(whole, read(file, mapper)));
    return whole;
  }

  private static ObjectNode read(String file, JsonMapper mapper) {
    try (InputStream stream = new ClassPathResource(file).getInputStream()) {
      return (ObjectNode) mapper.readTree(stream);
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  private static void add(ObjectNode whole, ObjectNode part) {
    part.forEachEntry(
        (name, value) -> {
          JsonNode there = whole.get(name);
          if (there instanceof ObjectNode into && value instanceof ObjectNode more) {
            add(into, more);
          } else if (there == null) {
            whole.set(name, value);
          } else {
            throw new IllegalStateException("Described twice: " + name);
          }
        });
  }

  @GetMapping(path = "/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
  byte[] openApi() {
    return description;
  }
}
