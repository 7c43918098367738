package dev.gamelan.toolrouter.mcp.offer;

import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Something a client may be asked while it waits for its own answer. */
public sealed interface Question {
  /** What a client has to have declared to be asked. */
  enum Kind {
    ELICITATION("elicitation", "elicitation/create"),
    SAMPLING("sampling", "sampling/createMessage"),
    ROOTS("roots", "roots/list");

    private final String capability;
    private final String method;

    Kind(String capability, String method) {
      this.capability = capability;
      this.method = method;
    }

    public String capability() {
      return capability;
    }

    public String method() {
      return method;
    }
  }

  Kind kind();

  ObjectNode params();

  /** Asks the person in front of the client to fill in a form. */
  record Elicitation(String message, ObjectNode requestedSchema) implements Question {
    @Override
    public Kind kind() {
      return Kind.ELICITATION;
    }

    @Override
    public ObjectNode params() {
      ObjectNode params = JsonNodeFactory.instance.objectNode();
      params.put("message", message);
      return params.set("requestedSchema", requestedSchema);
    }
  }

  /** Asks the client's language model. */
  record Sampling(List<Message> messages, int maxTokens) implements Question {
    @Override
    public Kind kind() {
      return Kind.SAMPLING;
    }

    @Override
    public ObjectNode params() {
      ObjectNode params = JsonNodeFactory.instance.objectNode();
      ArrayNode said = params.putArray("messages");
      messages.forEach(message -> said.add(message.json()));
      return params.put("maxTokens", maxTokens);
    }
  }

  /** Asks which folders the client works in. */
  record Roots() implements Question {
    @Override
    public Kind kind() {
      return Kind.ROOTS;
    }

    @Override
    public ObjectNode params() {
      return JsonNodeFactory.instance.objectNode();
    }
  }
}
