package dev.gamelan.toolrouter.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads the catalogue's YAML files: one for each group of tools, and the shapes they share. */
final class CatalogFiles {
  private static final String FOLDER = "classpath*:dev/gamelan/toolrouter/catalog/*.yml";
  private static final String SHAPES = "shapes.yml";

  private final YAMLMapper yaml =
      YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  List<Tool> read() {
    Map<String, JsonNode> files = new TreeMap<>();
    try {
      for (Resource file : new PathMatchingResourcePatternResolver().getResources(FOLDER)) {
        String name = String.valueOf(file.getFilename());
        try (InputStream content = file.getInputStream()) {
          files.put(name, yaml.readTree(content));
        } catch (JacksonException notYaml) {
          throw new BadCatalogException(name, notYaml.getOriginalMessage());
        }
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return read(files);
  }

  List<Tool> read(Map<String, JsonNode> files) {
    JsonNode shapes = files.getOrDefault(SHAPES, yaml.createObjectNode());
    SchemaWriter schemas = new SchemaWriter(shapes);
    List<Tool> tools = new ArrayList<>();
    files.forEach(
        (file, content) -> {
          if (!file.equals(SHAPES)) {
            tools.addAll(toolsOf(file, content, schemas));
          }
        });
    if (tools.isEmpty()) {
      throw new BadCatalogException(FOLDER, "no tool is there");
    }
    return tools;
  }

  private List<Tool> toolsOf(String file, JsonNode content, SchemaWriter schemas) {
    if (!content.isArray()) {
      throw new BadCatalogException(file, "must be a list of tools");
    }
    List<Tool> tools = new ArrayList<>();
    for (JsonNode written : content) {
      String where = "%s, %s".formatted(file, written.path("tool").asString("an entry"));
      if (!(written instanceof ObjectNode)) {
        throw new BadCatalogException(where, "must be a mapping");
      }
      try {
        tools.add(yaml.treeToValue(written, CatalogEntry.class).toTool(schemas));
      } catch (JacksonException unknownKey) {
        throw new BadCatalogException(where, unknownKey.getOriginalMessage());
      } catch (IllegalArgumentException problem) {
        throw new BadCatalogException(where, String.valueOf(problem.getMessage()));
      }
    }
    return tools;
  }
}
