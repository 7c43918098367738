package dev.gamelan.toolrouter.mcp.gong;

import dev.gamelan.tokens.Caller;
import dev.gamelan.toolrouter.catalog.Catalog;
import dev.gamelan.toolrouter.mcp.McpProperties;
import dev.gamelan.toolrouter.mcp.offer.Conversation;
import dev.gamelan.toolrouter.mcp.offer.Declared;
import dev.gamelan.toolrouter.mcp.offer.Offer;
import dev.gamelan.toolrouter.mcp.offer.Pages;
import dev.gamelan.toolrouter.mcp.offer.Reply;
import dev.gamelan.toolrouter.toolcall.ToolCall;
import dev.gamelan.toolrouter.toolcall.ToolCallHandler;
import dev.gamelan.toolrouter.toolcall.ToolCalls;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Gong's tools, by the same handler as everyone's. */
@Component
final class GongOffer implements Offer {
  private static final Declared DECLARED =
      Declared.of(
          "These tools call one company's Gong account: calls, transcripts, users, CRM data, stats"
              + " and more. Gong allows this company about three requests a second and ten thousand"
              + " a day, shared by everyone here, so ask for what you need and no more: narrow time"
              + " ranges, ids where you have them, and a further page only if the first was not"
              + " enough. A call that would have to wait too long is refused at once and says when"
              + " to try again.",
          Declared.Part.TOOLS);

  private final Pages tools;
  private final ToolCalls calls;
  private final ToolCallHandler handler;
  private final ToolResults results;
  private final Duration deadline;
  private final Clock clock;

  GongOffer(
      Catalog catalog,
      ToolCalls calls,
      ToolCallHandler handler,
      McpProperties properties,
      JsonMapper mapper,
      Clock clock) {
    this.tools = ListedTools.of(catalog, properties.pageSize(), mapper);
    this.calls = calls;
    this.handler = handler;
    this.results = new ToolResults(mapper);
    this.deadline = properties.deadline();
    this.clock = clock;
  }

  @Override
  public Declared declared() {
    return DECLARED;
  }

  @Override
  public Optional<Pages.Page> tools(Caller caller, @Nullable String cursor) {
    return tools.at(cursor);
  }

  @Override
  public Mono<Reply> call(String tool, @Nullable JsonNode arguments, Conversation conversation) {
    ToolCall call =
        calls.begin(
            conversation.caller(),
            tool,
            arguments,
            null,
            deadline,
            conversation.client(),
            conversation.traceHeaders());
    return handler.call(call).map(answer -> results.of(answer, clock.instant()));
  }
}
