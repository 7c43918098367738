package dev.gamelan.gongcaller.ending;

import dev.gamelan.schemas.GongRequest;
import dev.gamelan.schemas.ToolCallRequested;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Knows the writes that carry a key of their sender's, by which Gong recognises them when they come
 * again: so they may be sent again where nobody knows whether they have happened.
 */
public final class KeyedWrites {
  private static final String EVENT = "eventId";
  private static final Map<String, String> KEYS =
      Map.of(
          "POST /v2/calls", "clientUniqueId",
          "POST /v2/digital-interaction", EVENT,
          "PUT /v2/customer-engagement/action", EVENT,
          "PUT /v2/customer-engagement/content/shared", EVENT,
          "PUT /v2/customer-engagement/content/viewed", EVENT);

  private KeyedWrites() {}

  /** Whether Gong would know this very call again. */
  public static boolean knows(ToolCallRequested call) {
    String field = KEYS.get(call.getOperation());
    return field != null && hasText(call.getRequest(), field);
  }

  private static boolean hasText(GongRequest request, String field) {
    String body = request.getBody();
    if (body == null) {
      return false;
    }
    try {
      JsonNode key = JsonMapper.shared().readTree(body).path(field);
      return key.isString() && !key.asString().isBlank();
    } catch (JacksonException unreadable) {
      return false;
    }
  }
}
