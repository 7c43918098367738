package dev.gamelan.toolrouter.mcp.gong;

import dev.gamelan.toolrouter.admission.Admission;
import dev.gamelan.toolrouter.admission.Place;
import dev.gamelan.toolrouter.mcp.McpProperties;
import dev.gamelan.toolrouter.mcp.offer.Conversation;
import dev.gamelan.toolrouter.toolcall.Later;
import dev.gamelan.toolrouter.toolcall.ToolCall;
import dev.gamelan.toolrouter.toolcall.ToolCallAnswer;
import dev.gamelan.toolrouter.toolcall.ToolCallHandler;
import dev.gamelan.toolrouter.toolcall.ToolCalls;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Asks Gong on behalf of whoever a conversation is with: everything here goes this one way. */
@Component
final class GongCalls {
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  private final ToolCalls calls;
  private final ToolCallHandler handler;
  private final GongTasks tasks;
  private final Seen seen;
  private final Admission admission;
  private final McpProperties properties;
  private final Clock clock;

  GongCalls(
      ToolCalls calls,
      ToolCallHandler handler,
      GongTasks tasks,
      Seen seen,
      Admission admission,
      McpProperties properties,
      Clock clock) {
    this.calls = calls;
    this.handler = handler;
    this.tasks = tasks;
    this.seen = seen;
    this.admission = admission;
    this.properties = properties;
    this.clock = clock;
  }

  /** Whose Gong is asked by a door that names this connection, or none. */
  String connection(@Nullable String named) {
    return named == null ? calls.connection() : named;
  }

  Mono<ToolCallAnswer> ask(String tool, @Nullable JsonNode arguments, Conversation conversation) {
    return asked(begin(tool, arguments, conversation), null, conversation);
  }

  /**
   * As {@link #ask}, but for a client that takes tasks the answer may come later.
   *
   * @param confirmed whether a person has said yes
   */
  Mono<ToolCallAnswer> askOrBegin(
      String tool, @Nullable JsonNode arguments, Conversation conversation, boolean confirmed) {
    ToolCall begun = begin(tool, arguments, conversation);
    ToolCall call = confirmed ? begun.confirm() : begun;
    return asked(call, tasks.later(call, conversation).orElse(null), conversation);
  }

  private Mono<ToolCallAnswer> asked(
      ToolCall call, @Nullable Later later, Conversation conversation) {
    Mono<ToolCallAnswer> answer =
        conversation.wantsProgress()
            ? withNews(call, later, conversation)
            : handler.call(call, later, () -> {});
    return answer.doOnNext(told -> note(told, conversation.caller().name()));
  }

  void note(ToolCallAnswer answer, String caller) {
    if (answer instanceof ToolCallAnswer.Answered answered) {
      seen.note(caller, answered.content());
    }
  }

  private Mono<ToolCallAnswer> withNews(
      ToolCall call, @Nullable Later later, Conversation conversation) {
    return Mono.defer(
        () -> {
          Disposable.Swap telling = Disposables.swap();
          return handler
              .call(call, later, () -> telling.update(tell(call, conversation)))
              .doOnTerminate(telling::dispose)
              .doOnCancel(telling::dispose);
        });
  }

  private Disposable tell(ToolCall call, Conversation conversation) {
    Place place =
        admission.place(call.connection(), call.caller().name(), call.callClass(), call.callId());
    QueueNews news = new QueueNews(place::look, conversation, clock);
    if (!news.tell()) {
      return Disposables.disposed();
    }
    return Flux.interval(LOOK_EVERY)
        .onBackpressureDrop()
        .takeWhile(tick -> news.tell())
        .subscribe();
  }

  ToolCall begin(String tool, @Nullable JsonNode arguments, Conversation conversation) {
    return calls
        .begin(
            conversation.caller(),
            tool,
            arguments,
            conversation.connection(),
            properties.deadline(),
            conversation.client(),
            conversation.traceHeaders())
        .within(conversation.maxAge());
  }
}
