package dev.gamelan.toolrouter.mcp.question;

import dev.gamelan.toolrouter.mcp.offer.Conversation;
import dev.gamelan.toolrouter.mcp.session.Session;
import dev.gamelan.toolrouter.mcp.stream.Outbox;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Begins a conversation in the way of its era. */
@Component
public final class Conversations {
  static final String RESPONSES = "inputResponses";
  static final String STATE = "requestState";

  private final OpenQuestions open;
  private final RequestStates states;
  private final QuestionProperties properties;
  private final Scheduler blocking;
  private final JsonMapper mapper;

  Conversations(
      OpenQuestions open,
      RequestStates states,
      QuestionProperties properties,
      Scheduler blocking,
      JsonMapper mapper) {
    this.open = open;
    this.states = states;
    this.properties = properties;
    this.blocking = blocking;
    this.mapper = mapper;
  }

  /** A conversation, or why there is none. */
  public sealed interface Opening {
    record Begun(Conversation conversation) implements Opening {}

    record Refused(String sentence) implements Opening {}
  }

  public Conversation legacy(Asker asker, @Nullable Session session, Outbox outbox) {
    return new LegacyConversation(
        asker, session, outbox, open, properties.patience(), blocking, mapper);
  }

  public Opening modern(Asker asker, String method, ObjectNode params, Outbox outbox) {
    JsonNode responses =
        params.has(RESPONSES) ? params.path(RESPONSES) : JsonNodeFactory.instance.objectNode();
    if (!(responses instanceof ObjectNode answers)) {
      return new Opening.Refused("The inputResponses must be an object of answers by their names.");
    }
    JsonNode sealed = params.path(STATE);
    String caller = asker.caller().name();
    RequestState state = null;
    if (!sealed.isMissingNode()) {
      String request = Round.digest(caller, method, params);
      state = sealed.isString() ? states.open(sealed.stringValue(), request).orElse(null) : null;
      if (state == null) {
        return new Opening.Refused(
            "The requestState was not made for this request, has been changed, or is too old."
                + " Send the request without it to be asked anew.");
      }
    }
    return new Opening.Begun(
        new ModernConversation(
            asker,
            new Notices(asker, outbox, mapper),
            new Round(caller, method, params, state, answers),
            states));
  }
}
