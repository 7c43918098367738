package dev.gamelan.toolrouter.mcp.question;

import dev.gamelan.identity.Caller;
import dev.gamelan.toolrouter.mcp.offer.Asked;
import dev.gamelan.toolrouter.mcp.offer.ClientAnswer;
import dev.gamelan.toolrouter.mcp.offer.Conversation;
import dev.gamelan.toolrouter.mcp.offer.Inquiry;
import dev.gamelan.toolrouter.mcp.offer.LogLevel;
import dev.gamelan.toolrouter.mcp.offer.Question;
import dev.gamelan.toolrouter.mcp.offer.Reply;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Asks by ending the request with questions; it comes again with the answers and its state. */
final class ModernConversation implements Conversation {
  private final Asker asker;
  private final Notices notices;
  private final Round round;
  private final RequestStates states;
  private final Mono<Boolean> spent;

  /** What earlier questions of this request were answered with: the next round brings it again. */
  private final ObjectNode given = JsonNodeFactory.instance.objectNode();

  ModernConversation(Asker asker, Notices notices, Round round, RequestStates states) {
    this.asker = asker;
    this.notices = notices;
    this.round = round;
    this.states = states;
    RequestState state = round.state();
    this.spent =
        state == null || !state.once()
            ? Mono.just(true)
            : states.spend(asker.caller().name(), state).cache();
  }

  @Override
  public Caller caller() {
    return asker.caller();
  }

  @Override
  public @Nullable String connection() {
    return asker.connection();
  }

  @Override
  public @Nullable String client() {
    return asker.client();
  }

  @Override
  public Map<String, String> traceHeaders() {
    return asker.traceHeaders();
  }

  @Override
  public @Nullable Duration maxAge() {
    return asker.maxAge();
  }

  @Override
  public boolean wantsProgress() {
    return asker.progressToken() != null;
  }

  @Override
  public void progress(double progress, @Nullable Double total, @Nullable String message) {
    notices.progress(progress, total, message);
  }

  @Override
  public double progressTold() {
    return notices.progressTold();
  }

  @Override
  public void log(LogLevel level, String logger, String message) {
    notices.log(level, logger, message);
  }

  @Override
  public boolean canAsk(Question.Kind kind) {
    return asker.capabilities().canAsk(kind);
  }

  @Override
  public boolean takesTasks() {
    return asker.capabilities().takesTasks();
  }

  @Override
  public Mono<Asked> ask(Inquiry inquiry) {
    return Mono.defer(() -> askNow(inquiry));
  }

  private Mono<Asked> askNow(Inquiry inquiry) {
    Set<Question.Kind> undeclared =
        inquiry.kinds().stream().filter(kind -> !canAsk(kind)).collect(Collectors.toSet());
    if (!undeclared.isEmpty()) {
      return instead(new Reply.CannotAsk(undeclared));
    }
    Map<String, ClientAnswer> answers = new HashMap<>();
    Map<String, Question> missing = new LinkedHashMap<>();
    for (Map.Entry<String, Question> entry : inquiry.questions().entrySet()) {
      String name = entry.getKey();
      Question question = entry.getValue();
      JsonNode answer = round.answerTo(name, question, inquiry.assurance());
      if (answer == null) {
        missing.put(name, question);
        continue;
      }
      ClientAnswer read = ClientAnswer.read(question.kind(), answer).orElse(null);
      if (read == null) {
        return instead(
            new Reply.Invalid("An answer in inputResponses does not fit what was asked."));
      }
      answers.put(name, read);
      given.putObject(name).put("q", Round.digest(question)).set("a", answer);
    }
    boolean once = inquiry.assurance() == Inquiry.Assurance.ONCE;
    return missing.isEmpty()
        ? answered(answers)
        : instead(states.asking(round, missing, given, once));
  }

  private Mono<Asked> answered(Map<String, ClientAnswer> answers) {
    return spent.map(
        first ->
            first
                ? new Asked.Answered(Map.copyOf(answers))
                : new Asked.Instead(
                    new Reply.Invalid(
                        "These answers count once and were brought before; nothing was done this"
                            + " time. Send the request without them to be asked anew.")));
  }

  private static Mono<Asked> instead(Reply reply) {
    return Mono.just(new Asked.Instead(reply));
  }
}
