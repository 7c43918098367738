package dev.gamelan.toolrouter.mcp.question;

import dev.gamelan.schemas.ClientAnswered;
import dev.gamelan.toolrouter.Meters;
import dev.gamelan.toolrouter.mcp.session.Seals;
import dev.gamelan.toolrouter.mcp.session.Session;
import dev.gamelan.topics.FailureWithoutPayload;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The questions that this instance has put to clients of the old era, until they are answered here
 * or at any other instance. An answer counts if it comes from the session that was asked.
 */
public final class OpenQuestions {
  private static final Logger log = LoggerFactory.getLogger(OpenQuestions.class);

  private final Map<String, Open> open = new ConcurrentHashMap<>();
  private final Consumer<ClientAnswered> publisher;
  private final QuestionProperties properties;
  private final JsonMapper mapper;
  private final Clock clock;

  /** A question and who may answer it. */
  record Open(String id, String caller, String session, CompletableFuture<JsonNode> response) {}

  OpenQuestions(
      Consumer<ClientAnswered> publisher,
      QuestionProperties properties,
      JsonMapper mapper,
      MeterRegistry meters,
      Clock clock) {
    Meters.QUESTIONS.gauge(meters, open::size);
    this.publisher = publisher;
    this.properties = properties;
    this.mapper = mapper;
    this.clock = clock;
  }

  /** Empty where too many are open. */
  synchronized Optional<Open> open(Session session) {
    String caller = session.caller();
    long ofCaller = open.values().stream().filter(one -> one.caller().equals(caller)).count();
    if (open.size() >= properties.open() || ofCaller >= properties.openPerCaller()) {
      return Optional.empty();
    }
    Open question = new Open(Seals.unguessable(), caller, session.id(), new CompletableFuture<>());
    open.put(question.id(), question);
    return Optional.of(question);
  }

  void close(Open question) {
    open.remove(question.id());
  }

  /**
   * A client's response arrived here. False where it is longer than one may be.
   *
   * @param response the JSON-RPC message; nothing about it has been checked
   */
  public boolean arrived(Session session, String question, JsonNode response) {
    Open waiting = open.get(question);
    if (waiting != null) {
      complete(waiting, session.caller(), session.id(), response);
      return true;
    }
    String written = mapper.writeValueAsString(response);
    if (written.length() > properties.longestAnswer()) {
      return false;
    }
    try {
      publisher.accept(
          new ClientAnswered(question, session.id(), session.caller(), written, clock.instant()));
    } catch (RuntimeException brokerAway) {
      log.warn("A client's answer was not passed on", FailureWithoutPayload.of(brokerAway));
    }
    return true;
  }

  /** A client's response arrived somewhere. */
  void heard(ClientAnswered answered) {
    Open waiting = open.get(answered.getQuestion());
    if (waiting == null) {
      return;
    }
    try {
      complete(
          waiting,
          answered.getCaller(),
          answered.getSession(),
          mapper.readTree(answered.getAnswer()));
    } catch (JacksonException malformed) {
      log.warn("A client's answer came over the topic malformed");
    }
  }

  private static void complete(Open waiting, String caller, String session, JsonNode response) {
    if (waiting.caller().equals(caller) && waiting.session().equals(session)) {
      waiting.response().complete(response);
    }
  }
}
