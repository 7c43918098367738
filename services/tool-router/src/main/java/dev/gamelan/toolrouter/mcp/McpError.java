package dev.gamelan.toolrouter.mcp;

import dev.gamelan.toolrouter.mcp.offer.Era;
import dev.gamelan.toolrouter.mcp.offer.Question;
import dev.gamelan.toolrouter.mcp.session.ClientCapabilities;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request that is not answered as such: JSON-RPC's and MCP's own errors, with their status.
 *
 * @param challenge for the header WWW-Authenticate
 */
record McpError(
    int code,
    String message,
    @Nullable ObjectNode data,
    HttpStatus status,
    @Nullable String challenge)
    implements McpOutcome {

  private McpError(int code, String message, @Nullable ObjectNode data, HttpStatus status) {
    this(code, message, data, status, null);
  }

  static McpError parse(String message) {
    return new McpError(-32700, message, null, HttpStatus.BAD_REQUEST);
  }

  static McpError invalidRequest(String message) {
    return invalidRequest(message, HttpStatus.BAD_REQUEST);
  }

  static McpError invalidRequest(String message, HttpStatus status) {
    return new McpError(-32600, message, null, status);
  }

  /** Of the old era the status is 200: only the new one tells by it. */
  static McpError methodNotFound(Era era, String method) {
    return new McpError(
        -32601,
        "There is no method %s in this revision of the protocol.".formatted(shortened(method)),
        null,
        era == Era.MODERN ? HttpStatus.NOT_FOUND : HttpStatus.OK);
  }

  static McpError invalidParams(String message) {
    return new McpError(-32602, message, null, HttpStatus.OK);
  }

  static McpError invalidMetadata(String message) {
    return new McpError(-32602, message, null, HttpStatus.BAD_REQUEST);
  }

  static McpError headerMismatch(String message) {
    return new McpError(-32020, message, null, HttpStatus.BAD_REQUEST);
  }

  static McpError unsupportedRevision(String requested) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    Revisions.ALL.forEach(data.putArray("supported")::add);
    data.put("requested", requested);
    return new McpError(
        -32022, "This revision of the protocol is not spoken here.", data, HttpStatus.BAD_REQUEST);
  }

  static McpError internal() {
    return new McpError(
        -32603,
        "The gateway failed; its log says why. Trying again may help.",
        null,
        HttpStatus.OK);
  }

  /** A code of our own, outside of what JSON-RPC and MCP keep for themselves. */
  static McpError failed(String message, ObjectNode details) {
    return new McpError(1, message, details, HttpStatus.OK);
  }

  static McpError forbidden(String message, String challenge) {
    return new McpError(1, message, null, HttpStatus.FORBIDDEN, challenge);
  }

  static McpError missingCapability(Set<Question.Kind> kinds) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    ObjectNode required = data.putObject("requiredCapabilities");
    kinds.forEach(kind -> required.putObject(kind.capability()));
    return new McpError(
        -32021,
        "This has to ask something first, and the client has not declared that it can be asked;"
            + " nothing was done. Declare the required capabilities in the request's _meta.",
        data,
        HttpStatus.BAD_REQUEST);
  }

  static McpError missingTasks() {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.putObject("requiredCapabilities")
        .putObject("extensions")
        .putObject(ClientCapabilities.TASKS);
    return new McpError(
        -32021,
        "This is for clients that take tasks, and the client has not declared that it does.",
        data,
        HttpStatus.BAD_REQUEST);
  }

  /** The same for a task that never was, is over, or is someone else's. */
  static McpError noTask() {
    return invalidParams("There is no such task, or not any more.");
  }

  /** The old era has a code of its own for it. */
  static McpError noResource(Era era, String message, String uri) {
    ObjectNode data =
        JsonNodeFactory.instance
            .objectNode()
            .put("uri", uri.substring(0, Math.min(2048, uri.length())));
    return new McpError(era == Era.MODERN ? -32602 : -32002, message, data, HttpStatus.OK);
  }

  static McpError noSession() {
    return new McpError(
        -32001,
        "There is no such session, or it is over. Begin a new one with initialize.",
        null,
        HttpStatus.NOT_FOUND);
  }

  static McpError tooManyStreams() {
    return new McpError(
        -32603,
        "Too many streams are listening already; close one, or try again in a while.",
        null,
        HttpStatus.SERVICE_UNAVAILABLE);
  }

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("code", code).put("message", message);
    return data == null ? json : json.set("data", data);
  }

  private static String shortened(String text) {
    return text.length() <= 100 ? text : text.substring(0, 100) + "…";
  }
}
