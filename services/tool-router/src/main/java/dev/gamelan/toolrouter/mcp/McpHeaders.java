package dev.gamelan.toolrouter.mcp;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * The headers in which a client repeats what stands in its message, so that what is between can
 * route by them.
 *
 * @param revision MCP-Protocol-Version
 * @param method Mcp-Method
 * @param name Mcp-Name as sent, perhaps wrapped in base64
 */
record McpHeaders(@Nullable String revision, @Nullable String method, @Nullable String name) {
  static final String REVISION = "MCP-Protocol-Version";
  static final String METHOD = "Mcp-Method";
  static final String NAME = "Mcp-Name";
  private static final String WRAPPED = "=?base64?";
  private static final String WRAPPED_END = "?=";

  static McpHeaders of(HttpHeaders headers) {
    return new McpHeaders(
        stripped(headers.getFirst(REVISION)),
        stripped(headers.getFirst(METHOD)),
        stripped(headers.getFirst(NAME)));
  }

  /** Whether the body says that it is JSON. */
  static boolean jsonComes(HttpHeaders headers) {
    try {
      MediaType type = headers.getContentType();
      return type != null && MediaType.APPLICATION_JSON.isCompatibleWith(type);
    } catch (InvalidMediaTypeException nonsense) {
      return false;
    }
  }

  /** Whether the client takes a stream of events. */
  static boolean streamGoes(HttpHeaders headers) {
    try {
      return headers.getAccept().stream().anyMatch(MediaType.TEXT_EVENT_STREAM::isCompatibleWith);
    } catch (InvalidMediaTypeException nonsense) {
      return false;
    }
  }

  /** Null where the wrapping is broken. */
  static @Nullable String unwrapped(String value) {
    if (!value.startsWith(WRAPPED)
        || !value.endsWith(WRAPPED_END)
        || value.length() < WRAPPED.length() + WRAPPED_END.length()) {
      return value;
    }
    String base64 = value.substring(WRAPPED.length(), value.length() - WRAPPED_END.length());
    try {
      if (base64.length() % 4 != 0) {
        return null;
      }
      byte[] bytes = Base64.getDecoder().decode(base64);
      return StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes)).toString();
    } catch (IllegalArgumentException | CharacterCodingException broken) {
      return null;
    }
  }

  private static @Nullable String stripped(@Nullable String value) {
    return value == null ? null : value.strip();
  }
}
