package dev.gamelan.toolrouter.catalog;

import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The form field that a file goes into, and its type unless the caller names another. */
public record UploadedFile(String part, String contentType) {
  static final String CONTENT = "content";
  static final String NAME = "fileName";
  static final String CONTENT_TYPE = "contentType";

  /** Of the decoded file: what a command on Kafka can carry. */
  public static final int MAX_BYTES = 5 * 1024 * 1024;

  static final int MAX_BASE64 = (MAX_BYTES + 2) / 3 * 4;

  public UploadedFile {
    Objects.requireNonNull(part, "'file' has no part");
    Objects.requireNonNull(contentType, "'file' has no contentType");
  }

  List<Argument> arguments() {
    ObjectNode content =
        text("The file, in standard base64; at most 5 MB once decoded.")
            .put("minLength", 1)
            .put("maxLength", MAX_BASE64)
            .put("contentEncoding", "base64");
    ObjectNode name =
        text("Name of the file with its extension.")
            .put("minLength", 1)
            .put("maxLength", 255)
            .put("pattern", "^[^/\\\\\"\\u0000-\\u001f]+$");
    name.putArray("examples").add("recording.mp3");
    ObjectNode type =
        text("Media type of the file; %s unless given.".formatted(contentType))
            .put("maxLength", 127)
            .put("pattern", "^[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+$");
    type.putArray("examples").add(contentType);
    return List.of(
        new Argument(CONTENT, Place.FILE, true, content),
        new Argument(NAME, Place.FILE, true, name),
        new Argument(CONTENT_TYPE, Place.FILE, false, type));
  }

  private static ObjectNode text(String description) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "string")
        .put("description", description);
  }
}
