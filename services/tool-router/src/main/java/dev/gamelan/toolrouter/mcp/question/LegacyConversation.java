package dev.gamelan.toolrouter.mcp.question;

import dev.gamelan.identity.Caller;
import dev.gamelan.toolrouter.mcp.offer.Asked;
import dev.gamelan.toolrouter.mcp.offer.ClientAnswer;
import dev.gamelan.toolrouter.mcp.offer.Conversation;
import dev.gamelan.toolrouter.mcp.offer.Inquiry;
import dev.gamelan.toolrouter.mcp.offer.LogLevel;
import dev.gamelan.toolrouter.mcp.offer.Question;
import dev.gamelan.toolrouter.mcp.offer.Reply;
import dev.gamelan.toolrouter.mcp.session.Session;
import dev.gamelan.toolrouter.mcp.stream.Outbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks by requests of its own on the stream that the client reads; the answers are posted, to
 * whichever instance.
 */
final class LegacyConversation implements Conversation {
  private final Asker asker;
  private final @Nullable Session session;
  private final Outbox outbox;
  private final Notices notices;
  private final OpenQuestions open;
  private final Duration patience;
  private final Scheduler blocking;
  private final JsonMapper mapper;

  LegacyConversation(
      Asker asker,
      @Nullable Session session,
      Outbox outbox,
      OpenQuestions open,
      Duration patience,
      Scheduler blocking,
      JsonMapper mapper) {
    this.asker = asker;
    this.session = session;
    this.outbox = outbox;
    this.notices = new Notices(asker, outbox, mapper);
    this.open = open;
    this.patience = patience;
    this.blocking = blocking;
    this.mapper = mapper;
  }

  private record Put(String name, Question question, OpenQuestions.Open open) {}

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

  /** Without a session nobody could tell whose an answer is. */
  @Override
  public boolean canAsk(Question.Kind kind) {
    return session != null && asker.capabilities().canAsk(kind);
  }

  /** The tasks of the old era were an experiment, which is not taken part in. */
  @Override
  public boolean takesTasks() {
    return false;
  }

  @Override
  public Mono<Asked> ask(Inquiry inquiry) {
    return Mono.defer(() -> askNow(inquiry));
  }

  private Mono<Asked> askNow(Inquiry inquiry) {
    Session asked = session;
    if (asked == null || !inquiry.kinds().stream().allMatch(this::canAsk)) {
      return Mono.just(new Asked.Instead(new Reply.CannotAsk(inquiry.kinds())));
    }
    List<Put> put = new ArrayList<>();
    for (Map.Entry<String, Question> question : inquiry.questions().entrySet()) {
      OpenQuestions.Open opened = open.open(asked).orElse(null);
      if (opened == null) {
        close(put);
        return notAnswered(
            "Too many questions are open already; try again when some are answered.");
      }
      put.add(new Put(question.getKey(), question.getValue(), opened));
    }
    if (!put.stream().allMatch(this::send)) {
      close(put);
      return notAnswered("The client did not take the question.");
    }
    return Flux.fromIterable(put)
        .flatMap(
            one ->
                Mono.fromFuture(one.open().response(), true)
                    .map(response -> Map.entry(one, response)))
        .collectList()
        .map(LegacyConversation::answers)
        .timeout(patience)
        .onErrorResume(
            TimeoutException.class,
            late -> notAnswered("The client did not answer in time; nothing was done."))
        .doFinally(signal -> close(put))
        .publishOn(blocking);
  }

  private boolean send(Put put) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.put("jsonrpc", "2.0").put("id", put.open().id());
    request.put("method", put.question().kind().method());
    request.set("params", put.question().params());
    return outbox.send(mapper.writeValueAsBytes(request));
  }

  private static Asked answers(List<Map.Entry<Put, JsonNode>> responses) {
    Map<String, ClientAnswer> answers = new HashMap<>();
    for (Map.Entry<Put, JsonNode> response : responses) {
      Put put = response.getKey();
      ClientAnswer answer =
          ClientAnswer.read(put.question().kind(), response.getValue().path("result")).orElse(null);
      if (answer == null) {
        return new Asked.Instead(
            new Reply.NotAnswered("The client's answer could not be used; nothing was done."));
      }
      answers.put(put.name(), answer);
    }
    return new Asked.Answered(Map.copyOf(answers));
  }

  private void close(List<Put> put) {
    put.forEach(one -> open.close(one.open()));
  }

  private static Mono<Asked> notAnswered(String sentence) {
    return Mono.just(new Asked.Instead(new Reply.NotAnswered(sentence)));
  }
}
