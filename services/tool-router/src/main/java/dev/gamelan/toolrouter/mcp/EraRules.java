package dev.gamelan.toolrouter.mcp;

import dev.gamelan.toolrouter.mcp.offer.Era;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells in which era a message speaks, and whether it keeps that era's rules. The body decides; the
 * headers have to agree with it.
 */
final class EraRules {
  static final String META_REVISION = "io.modelcontextprotocol/protocolVersion";
  static final String META_CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
  static final String META_CLIENT = "io.modelcontextprotocol/clientInfo";

  /** What Mcp-Name repeats, by method. */
  private static final Map<String, String> NAMED_BY =
      Map.of(
          "tools/call", "name",
          "prompts/get", "name",
          "resources/read", "uri",
          "tasks/get", "taskId",
          "tasks/update", "taskId",
          "tasks/cancel", "taskId");

  private EraRules() {}

  /** What the rules make of a message. */
  sealed interface Ruling {
    record Speaks(Era era) implements Ruling {}

    record Breaks(McpError error) implements Ruling {}
  }

  static Ruling request(McpHeaders headers, String method, ObjectNode params) {
    String odd = AnswerAge.problem(params.path("_meta"));
    if (odd != null) {
      return new Ruling.Breaks(McpError.invalidParams(odd));
    }
    JsonNode claimed = params.path("_meta").path(META_REVISION);
    if (!modern(headers, claimed)) {
      // A client that opens does not know yet which revision it will speak.
      return method.equals("initialize") ? new Ruling.Speaks(Era.LEGACY) : legacy(headers);
    }
    String problem = metadataProblem(params.path("_meta"));
    if (problem != null) {
      return new Ruling.Breaks(McpError.invalidMetadata(problem));
    }
    String revision = claimed.stringValue();
    if (!revision.equals(headers.revision())) {
      return mismatch(McpHeaders.REVISION, "the revision that _meta names");
    }
    if (!revision.equals(Revisions.MODERN)) {
      return new Ruling.Breaks(McpError.unsupportedRevision(shortened(revision)));
    }
    if (!method.equals(headers.method())) {
      return mismatch(McpHeaders.METHOD, "the method of the message");
    }
    return nameProblem(headers, method, params);
  }

  static Ruling notification(McpHeaders headers, String method, ObjectNode params) {
    JsonNode claimed = params.path("_meta").path(META_REVISION);
    if (!modern(headers, claimed)) {
      return legacy(headers);
    }
    if (claimed.isString() && !claimed.stringValue().equals(headers.revision())) {
      return mismatch(McpHeaders.REVISION, "the revision that _meta names");
    }
    if (headers.method() != null && !headers.method().equals(method)) {
      return mismatch(McpHeaders.METHOD, "the method of the message");
    }
    return new Ruling.Speaks(Era.MODERN);
  }

  private static boolean modern(McpHeaders headers, JsonNode claimed) {
    if (claimed.isString() && Revisions.legacy(claimed.stringValue())) {
      return false;
    }
    return !claimed.isMissingNode()
        || Revisions.MODERN.equals(headers.revision())
        || (headers.method() != null && !Revisions.legacy(headers.revision()));
  }

  private static Ruling legacy(McpHeaders headers) {
    String revision = headers.revision();
    return revision == null || Revisions.legacy(revision)
        ? new Ruling.Speaks(Era.LEGACY)
        : new Ruling.Breaks(McpError.unsupportedRevision(shortened(revision)));
  }

  private static @Nullable String metadataProblem(JsonNode meta) {
    if (!meta.isObject()) {
      return "The params need an object _meta with %s and %s."
          .formatted(META_REVISION, META_CAPABILITIES);
    }
    if (!meta.path(META_REVISION).isString()) {
      return "_meta needs %s, a string.".formatted(META_REVISION);
    }
    if (!meta.path(META_CAPABILITIES).isObject()) {
      return "_meta needs %s, an object.".formatted(META_CAPABILITIES);
    }
    JsonNode client = meta.path(META_CLIENT);
    return client.isMissingNode() || client.isObject()
        ? null
        : "%s in _meta must be an object.".formatted(META_CLIENT);
  }

  private static Ruling nameProblem(McpHeaders headers, String method, ObjectNode params) {
    String field = NAMED_BY.get(method);
    if (field == null) {
      return new Ruling.Speaks(Era.MODERN);
    }
    String name = headers.name();
    String unwrapped = name == null ? null : McpHeaders.unwrapped(name);
    JsonNode inBody = params.path(field);
    if (inBody.isString() && !inBody.stringValue().equals(unwrapped)) {
      return mismatch(McpHeaders.NAME, "the %s in the params".formatted(field));
    }
    return new Ruling.Speaks(Era.MODERN);
  }

  private static Ruling mismatch(String header, String counterpart) {
    return new Ruling.Breaks(
        McpError.headerMismatch(
            "The header %s must be there and repeat %s.".formatted(header, counterpart)));
  }

  private static String shortened(String text) {
    return text.length() <= 64 ? text : text.substring(0, 64);
  }
}
