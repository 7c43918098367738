package dev.gamelan.toolrouter.mcp;

import dev.gamelan.toolrouter.toolcall.ToolCall;
import dev.gamelan.toolrouter.toolcall.ToolCallAnswer;
import dev.gamelan.toolrouter.toolcall.ToolCallHandler;
import dev.gamelan.toolrouter.toolcall.ToolCalls;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** tools/call: the same handler as everyone's. */
@Component
final class ToolInvocation {
  private static final int LONGEST_TRACE_HEADER = 512;

  private final ToolCalls calls;
  private final ToolCallHandler handler;
  private final ToolResults results;
  private final McpProperties properties;
  private final Clock clock;

  ToolInvocation(
      ToolCalls calls,
      ToolCallHandler handler,
      ToolResults results,
      McpProperties properties,
      Clock clock) {
    this.calls = calls;
    this.handler = handler;
    this.results = results;
    this.properties = properties;
    this.clock = clock;
  }

  Mono<McpOutcome> call(McpRequest request) {
    JsonNode name = request.params().path("name");
    if (!name.isString()) {
      return Mono.just(McpError.invalidParams("The params need the name of a tool."));
    }
    ToolCall call =
        calls.begin(
            request.caller(),
            name.stringValue(),
            request.params().get("arguments"),
            null,
            properties.deadline(),
            request.client(),
            traceHeaders(request.params().path("_meta")));
    Mono<ToolCallAnswer> answer = handler.call(call);
    return (request.era() == Era.MODERN ? answer : regardlessOfTheConnection(answer))
        .map(given -> results.of(given, clock.instant()));
  }

  /** In the old era a lost connection is no cancellation: the call goes on by itself. */
  private static Mono<ToolCallAnswer> regardlessOfTheConnection(Mono<ToolCallAnswer> answer) {
    return Mono.deferContextual(
        context -> Mono.fromFuture(answer.contextWrite(context).toFuture(), true));
  }

  private static Map<String, String> traceHeaders(JsonNode meta) {
    if (!meta.path("traceparent").isString()) {
      return Map.of();
    }
    Map<String, String> headers = new HashMap<>();
    for (String key : List.of("traceparent", "tracestate", "baggage")) {
      String value = meta.path(key).asString("");
      if (!value.isEmpty() && value.length() <= LONGEST_TRACE_HEADER) {
        headers.put(key, value);
      }
    }
    return Map.copyOf(headers);
  }
}
