package dev.gamelan.toolrouter.mcp;

import dev.gamelan.toolrouter.mcp.offer.Conversation;
import dev.gamelan.toolrouter.mcp.offer.Offer;
import dev.gamelan.toolrouter.mcp.offer.Reply;
import dev.gamelan.toolrouter.mcp.offer.Unfinished;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads from requests what they want of the offer, and writes down what it replies. */
@Component
final class Offering {
  private static final int MOST_ARGUMENTS = 100;
  private static final int LONGEST_NAME = 128;
  private static final int LONGEST_URI = 2048;

  private final Offer offer;

  Offering(Offer offer) {
    this.offer = offer;
  }

  Mono<McpOutcome> call(McpRequest request, Conversation conversation) {
    JsonNode name = request.params().path("name");
    if (!isText(name, LONGEST_NAME)) {
      return invalid("The params need the name of a tool.");
    }
    return offer
        .call(name.stringValue(), request.params().get("arguments"), conversation)
        .map(reply -> Replies.outcome(request, reply));
  }

  Mono<McpOutcome> prompt(McpRequest request, Conversation conversation) {
    JsonNode name = request.params().path("name");
    Map<String, String> arguments = strings(request.params().path("arguments"));
    if (!isText(name, LONGEST_NAME) || arguments == null) {
      return invalid("The params need the name of a prompt, and its arguments must be strings.");
    }
    return offer
        .prompt(name.stringValue(), arguments, conversation)
        .map(reply -> Replies.outcome(request, reply));
  }

  Mono<McpOutcome> read(McpRequest request, Conversation conversation) {
    JsonNode uri = request.params().path("uri");
    if (!isText(uri, LONGEST_URI)) {
      return invalid("The params need the uri of a resource.");
    }
    return offer
        .read(uri.stringValue(), conversation)
        .map(reply -> Replies.outcome(request, reply));
  }

  Mono<McpOutcome> complete(McpRequest request, Conversation conversation) {
    JsonNode ref = request.params().path("ref");
    boolean prompt = ref.path("type").asString("").equals("ref/prompt");
    boolean template = ref.path("type").asString("").equals("ref/resource");
    JsonNode of = ref.path(prompt ? "name" : "uri");
    JsonNode argument = request.params().path("argument");
    Map<String, String> others = strings(request.params().path("context").path("arguments"));
    if (!(prompt || template)
        || !isText(of, LONGEST_URI)
        || !isText(argument.path("name"), LONGEST_NAME)
        || !isText(argument.path("value"), LONGEST_URI)
        || others == null) {
      return invalid("The params need a ref to a prompt or a template, and an argument of it.");
    }
    return offer
        .complete(
            new Unfinished(
                prompt ? Unfinished.Kind.PROMPT : Unfinished.Kind.TEMPLATE,
                of.stringValue(),
                argument.path("name").stringValue(),
                argument.path("value").stringValue(),
                others),
            conversation)
        .map(
            reply ->
                reply instanceof Reply.InputRequired
                    ? McpError.invalidParams("A completion must not ask anything.")
                    : Replies.outcome(request, reply));
  }

  private static boolean isText(JsonNode given, int longest) {
    return given.isString() && given.stringValue().length() <= longest;
  }

  /** Null where they are none. */
  private static @Nullable Map<String, String> strings(JsonNode given) {
    if (given.isMissingNode()) {
      return Map.of();
    }
    if (!(given instanceof ObjectNode object) || object.size() > MOST_ARGUMENTS) {
      return null;
    }
    Map<String, String> strings = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> property : object.properties()) {
      if (!property.getValue().isString()) {
        return null;
      }
      strings.put(property.getKey(), property.getValue().stringValue());
    }
    return strings;
  }

  private static Mono<McpOutcome> invalid(String sentence) {
    return Mono.just(McpError.invalidParams(sentence));
  }
}
