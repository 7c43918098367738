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
  private final Seen seen;
  private final McpProperties properties;

  GongCalls(ToolCalls calls, ToolCallHandler handler, Seen seen, McpProperties properties) {
    this.calls = calls;
    this.handler = handler;
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
        .doOnNext(
            answer -> {
              if (answer instanceof ToolCallAnswer.Answered answered) {
                seen.note(conversation.caller().name(), answered.content());
              }
            });
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
}
