package dev.gamelan.toolrouter.catalog;

import dev.gamelan.schemas.FilePart;
import dev.gamelan.schemas.GongRequest;
import dev.gamelan.schemas.QueryParameter;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Builds the request to Gong that a call stands for. Query parameters are plain name and value;
 * whoever sends them encodes them.
 */
public final class RequestBuilder {

  public GongRequest build(Tool tool, CheckedArguments.Valid checked) {
    ObjectNode arguments = checked.arguments();
    return new GongRequest(
        tool.operation().method(),
        tool.operation().pathWith(name -> segment(arguments.path(name).asString(""))),
        query(tool, arguments),
        body(tool, arguments),
        file(tool, arguments));
  }

  /**
   * One segment that stays one segment: all but letters, digits, {@code -} and {@code _} is
   * percent-encoded, and what could still climb up the path is refused.
   */
  private static String segment(String value) {
    String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    if (encoded.isEmpty() || encoded.equals(".") || encoded.equals("..")) {
      throw new IllegalArgumentException("Not a segment of a path: '%s'".formatted(value));
    }
    return encoded.replace("*", "%2A");
  }

  private static List<QueryParameter> query(Tool tool, ObjectNode arguments) {
    List<QueryParameter> query = new ArrayList<>();
    for (Argument argument : tool.arguments()) {
      JsonNode value = arguments.path(argument.name());
      if (argument.place() != Place.QUERY || value.isMissingNode()) {
        continue;
      }
      if (value.isArray()) {
        value.forEach(one -> query.add(new QueryParameter(argument.name(), one.asString())));
      } else {
        query.add(new QueryParameter(argument.name(), value.asString()));
      }
    }
    return query;
  }

  private static @Nullable String body(Tool tool, ObjectNode arguments) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    boolean wanted = false;
    for (Argument argument : tool.arguments()) {
      JsonNode value = arguments.path(argument.name());
      if (argument.place() == Place.WHOLE_BODY) {
        return value.toString();
      }
      if (argument.place() == Place.BODY) {
        wanted = true;
        if (!value.isMissingNode()) {
          body.set(argument.name(), value);
        }
      }
    }
    return wanted ? body.toString() : null;
  }

  private static @Nullable FilePart file(Tool tool, ObjectNode arguments) {
    UploadedFile file = tool.file();
    if (file == null) {
      return null;
    }
    String content = arguments.path(UploadedFile.CONTENT).asString("");
    return new FilePart(
        file.part(),
        arguments.path(UploadedFile.NAME).asString(""),
        arguments.path(UploadedFile.CONTENT_TYPE).asString(file.contentType()),
        ByteBuffer.wrap(Base64.getDecoder().decode(content)),
        null);
  }
}
