package dev.gamelan.toolrouter.mcp.offer;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a client answered to a question, as far as its shape goes. */
public sealed interface ClientAnswer {
  /** The person filled in the form. */
  record Accepted(ObjectNode content) implements ClientAnswer {}

  /** The person said no. */
  record Declined() implements ClientAnswer {}

  /** The person closed the form without deciding. */
  record Dismissed() implements ClientAnswer {}

  /** What the client's language model said. */
  record Sampled(ObjectNode content) implements ClientAnswer {}

  /** The folders that the client works in. */
  record Roots(ArrayNode roots) implements ClientAnswer {}

  /** Empty where it is no answer to such a question. */
  static Optional<ClientAnswer> read(Question.Kind kind, JsonNode answer) {
    return switch (kind) {
      case ELICITATION -> elicited(answer);
      case SAMPLING ->
          answer.path("role").isString() && answer.path("content") instanceof ObjectNode content
              ? Optional.of(new Sampled(content))
              : Optional.empty();
      case ROOTS ->
          answer.path("roots") instanceof ArrayNode roots
              ? Optional.of(new Roots(roots))
              : Optional.empty();
    };
  }

  private static Optional<ClientAnswer> elicited(JsonNode answer) {
    JsonNode content = answer.path("content");
    return switch (answer.path("action").asString("")) {
      case "accept" ->
          content instanceof ObjectNode object
              ? Optional.of(new Accepted(object))
              : content.isMissingNode()
                  ? Optional.of(new Accepted(JsonNodeFactory.instance.objectNode()))
                  : Optional.empty();
      case "decline" -> Optional.of(new Declined());
      case "cancel" -> Optional.of(new Dismissed());
      default -> Optional.empty();
    };
  }
}
