package dev.gamelan.toolrouter.mcp.gong;

import dev.gamelan.toolrouter.mcp.McpProperties;
import dev.gamelan.toolrouter.mcp.offer.Conversation;
import dev.gamelan.toolrouter.toolcall.ToolCall;
import dev.gamelan.toolrouter.toolcall.ToolCallAnswer;
import dev.gamelan.toolrouter.toolcall.ToolCallHandler;
import dev.gamelan.toolrouter.toolcall.ToolCalls;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Asks Gong on behalf of whoever a conversation is with: everything here goes this one way. */
@Component
final class GongCalls {
  private final ToolCalls calls;
  private final ToolCallHandler handler;
  private final GongTasks tasks;
  private final Seen seen;
  private final McpProperties properties;

  GongCalls(
      ToolCalls calls,
      ToolCallHandler handler,
      GongTasks tasks,
      Seen seen,
      McpProperties properties) {
    this.calls = calls;
    this.handler = handler;
    this.tasks = tasks;
    this.seen = seen;
    this.properties = properties;
  }

  /** Whose Gong is asked. */
  String connection() {
    return calls.connection();
  }

  Mono<ToolCallAnswer> ask(String tool, @Nullable JsonNode arguments, Conversation conversation) {
    return handler
        .call(begin(tool, arguments, conversation))
        .doOnNext(answer -> note(answer, conversation.caller().name()));
  }

  ToolCall begin(String tool, @Nullable JsonNode arguments, Conversation conversation) {
    return calls.begin(
        conversation.caller(),
        tool,
        arguments,
        null,
        properties.deadline(),
        conversation.client(),
        conversation.traceHeaders());
  }

  /** As {@link #ask}, but for a client that takes tasks the answer may come later. */
  Mono<ToolCallAnswer> askOrBegin(
      String tool, @Nullable JsonNode arguments, Conversation conversation) {
    ToolCall call = begin(tool, arguments, conversation);
    return tasks
        .later(call, conversation)
        .map(later -> handler.call(call, later))
        .orElseGet(() -> handler.call(call))
        .doOnNext(answer -> note(answer, conversation.caller().name()));
  }

  void note(ToolCallAnswer answer, String caller) {
    if (answer instanceof ToolCallAnswer.Answered answered) {
      seen.note(caller, answered.content());
    }
  }
}
