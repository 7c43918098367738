package dev.gamelan.toolrouter.catalog;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a request that was written for Gong itself as the tool call that it amounts to: what {@link
 * RequestBuilder} would make of that call is the same request. Whether its values fit is left to
 * {@link ArgumentCheck}.
 */
public final class RequestReading {
  private final Map<Integer, List<Tool>> byLength = new TreeMap<>();

  RequestReading(Catalog catalog) {
    catalog
        .tools()
        .forEach(
            tool ->
                byLength
                    .computeIfAbsent(
                        segments(tool.operation().path()).size(), any -> new ArrayList<>())
                    .add(tool));
  }

  /** What a request amounts to. */
  public sealed interface Read {
    /** A call of this tool, its arguments unchecked. */
    record Call(Tool tool, ObjectNode arguments) implements Read {}

    /**
     * No operation of Gong's that is known.
     *
     * @param methods that this path does have
     */
    record NoOperation(Set<String> methods) implements Read {}

    /** A known operation, asked in a way it cannot be. */
    record Unfit(Tool tool, String sentence) implements Read {}
  }

  /**
   * A part of a form.
   *
   * @param name the form's field
   */
  public record Part(
      String name, @Nullable String fileName, @Nullable String contentType, byte[] content) {}

  /**
   * @param path as sent, percent-encoded, from {@code /v2/} on
   * @param query decoded
   * @param body JSON; null where there is none
   * @param parts of a multipart form; empty where it is none
   */
  public Read read(
      String method,
      String path,
      Map<String, List<String>> query,
      @Nullable JsonNode body,
      List<Part> parts) {
    List<String> asked = segments(path);
    List<Tool> onPath =
        byLength.getOrDefault(asked.size(), List.of()).stream()
            .filter(tool -> fits(segments(tool.operation().path()), asked))
            .toList();
    // Where one path has a word in the place of another's id, the word is meant.
    int fewest = onPath.stream().mapToInt(RequestReading::placeholders).min().orElse(0);
    List<Tool> nearest = onPath.stream().filter(tool -> placeholders(tool) == fewest).toList();
    return nearest.stream()
        .filter(tool -> tool.operation().method().equals(method))
        .findAny()
        .map(tool -> call(tool, asked, query, body, parts))
        .orElseGet(
            () ->
                new Read.NoOperation(
                    nearest.stream()
                        .map(tool -> tool.operation().method())
                        .collect(Collectors.toCollection(TreeSet::new))));
  }

  private static List<String> segments(String path) {
    return List.of(path.substring(1).split("/", -1));
  }

  private static int placeholders(Tool tool) {
    return tool.operation().placeholders().size();
  }

  private static boolean fits(List<String> template, List<String> asked) {
    for (int i = 0; i < template.size(); i++) {
      String segment = asked.get(i);
      if (template.get(i).startsWith("{") ? segment.isEmpty() : !template.get(i).equals(segment)) {
        return false;
      }
    }
    return true;
  }

  private static Read call(
      Tool tool,
      List<String> asked,
      Map<String, List<String>> query,
      @Nullable JsonNode body,
      List<Part> parts) {
    ObjectNode arguments = JsonNodeFactory.instance.objectNode();
    List<String> template = segments(tool.operation().path());
    for (int i = 0; i < template.size(); i++) {
      if (template.get(i).startsWith("{")) {
        String value = decoded(asked.get(i));
        if (value == null) {
          return new Read.Unfit(tool, "The path is not percent-encoded as it should be.");
        }
        arguments.put(template.get(i).substring(1, template.get(i).length() - 1), value);
      }
    }
    String problem = readQuery(tool, query, arguments);
    if (problem == null) {
      problem =
          tool.file() == null
              ? readBody(tool, body, parts, arguments)
              : readFile(tool, parts, arguments);
    }
    return problem == null ? new Read.Call(tool, arguments) : new Read.Unfit(tool, problem);
  }

  private static @Nullable String decoded(String segment) {
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException broken) {
      return null;
    }
  }

  private static @Nullable String readQuery(
      Tool tool, Map<String, List<String>> query, ObjectNode arguments) {
    Set<String> known = names(tool, Place.QUERY);
    for (Map.Entry<String, List<String>> parameter : query.entrySet()) {
      if (!known.contains(parameter.getKey())) {
        return "%s takes no such query parameter; it takes %s."
            .formatted(tool.operation(), known.isEmpty() ? "none" : String.join(", ", known));
      }
      List<String> values = parameter.getValue();
      if (values.size() == 1) {
        arguments.put(parameter.getKey(), values.getFirst());
      } else {
        ArrayNode several = arguments.putArray(parameter.getKey());
        values.forEach(several::add);
      }
    }
    return null;
  }

  private static @Nullable String readBody(
      Tool tool, @Nullable JsonNode body, List<Part> parts, ObjectNode arguments) {
    if (!parts.isEmpty()) {
      return "%s takes no form; send JSON.".formatted(tool.operation());
    }
    if (body == null) {
      return null;
    }
    for (Argument argument : tool.arguments()) {
      if (argument.place() == Place.WHOLE_BODY) {
        arguments.set(argument.name(), body);
        return null;
      }
    }
    Set<String> known = names(tool, Place.BODY);
    if (known.isEmpty()) {
      return "%s takes no body.".formatted(tool.operation());
    }
    if (!(body instanceof ObjectNode fields)) {
      return "The body of %s must be a JSON object.".formatted(tool.operation());
    }
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      if (!known.contains(field.getKey())) {
        return "The body of %s has a field that Gong does not know; it may have %s."
            .formatted(tool.operation(), String.join(", ", known));
      }
      arguments.set(field.getKey(), field.getValue());
    }
    return null;
  }

  private static @Nullable String readFile(Tool tool, List<Part> parts, ObjectNode arguments) {
    UploadedFile file = tool.file();
    if (file == null || parts.size() != 1 || !parts.getFirst().name().equals(file.part())) {
      return "%s takes a multipart form with one file, in the field %s."
          .formatted(tool.operation(), file == null ? "" : file.part());
    }
    Part part = parts.getFirst();
    arguments.put(UploadedFile.CONTENT, Base64.getEncoder().encodeToString(part.content()));
    if (part.fileName() != null) {
      arguments.put(UploadedFile.NAME, part.fileName());
    }
    if (part.contentType() != null) {
      arguments.put(UploadedFile.CONTENT_TYPE, part.contentType());
    }
    return null;
  }

  private static Set<String> names(Tool tool, Place place) {
    return tool.arguments().stream()
        .filter(argument -> argument.place() == place)
        .map(Argument::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
