package dev.gamelan.gongcaller.gong;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Finds Gong's own id of a request: in the header, else on the answer's top level. */
final class RequestIds {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String PLAIN = "[A-Za-z0-9._:-]{1,100}";

  private RequestIds() {}

  static @Nullable String find(@Nullable String header, byte[] body) {
    if (header != null && header.matches(PLAIN)) {
      return header;
    }
    String found = inBody(body);
    return found != null && found.matches(PLAIN) ? found : null;
  }

  private static @Nullable String inBody(byte[] body) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean wanted = "requestId".equals(parser.currentName());
        JsonToken value = parser.nextToken();
        if (wanted) {
          return value == JsonToken.VALUE_STRING ? parser.getString() : null;
        }
        parser.skipChildren();
      }
      return null;
    } catch (JacksonException notJson) {
      return null;
    }
  }
}
