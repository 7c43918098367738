package dev.gamelan.toolrouter.mcp.question;

import dev.gamelan.toolrouter.mcp.offer.Question;
import dev.gamelan.toolrouter.mcp.offer.Reply;
import dev.gamelan.toolrouter.mcp.session.Seals;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Seals the state of a request for the round to come, and opens what came back. */
@Component
final class RequestStates {
  private final Seals seals;
  private final SpentStates spent;
  private final QuestionProperties properties;
  private final Clock clock;

  RequestStates(Seals seals, SpentStates spent, QuestionProperties properties, Clock clock) {
    this.seals = seals;
    this.spent = spent;
    this.properties = properties;
    this.clock = clock;
  }

  /**
   * The questions of this round.
   *
   * @param given the answers there are already
   */
  Reply asking(Round round, Map<String, Question> missing, ObjectNode given, boolean once) {
    RequestState before = round.state();
    ObjectNode asked = JsonNodeFactory.instance.objectNode();
    missing.forEach((name, question) -> asked.put(name, Round.digest(question)));
    ObjectNode answered = before == null ? given : before.answered().deepCopy().setAll(given);
    RequestState next =
        new RequestState(
            Seals.unguessable(),
            round.request(),
            clock.instant().plus(properties.patience()),
            asked,
            answered,
            once || (before != null && before.once()));
    String written = next.written();
    return written.length() > properties.longestAnswer()
        ? new Reply.Invalid("The answers in inputResponses are too long.")
        : new Reply.InputRequired(missing, seals.seal(Seals.Purpose.REQUEST_STATE, written));
  }

  /**
   * Empty where it was not sealed here, is too old, or belongs to another request or caller.
   *
   * @param request a digest of who asks for what
   */
  Optional<RequestState> open(String sealed, String request) {
    return seals
        .open(Seals.Purpose.REQUEST_STATE, sealed)
        .flatMap(RequestState::read)
        .filter(state -> state.request().equals(request))
        .filter(state -> state.expires().isAfter(clock.instant()));
  }

  Mono<Boolean> spend(String caller, RequestState state) {
    return spent.spend(caller, state.nonce());
  }
}
