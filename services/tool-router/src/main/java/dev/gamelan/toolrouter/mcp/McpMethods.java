package dev.gamelan.toolrouter.mcp;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The one dispatch table of both eras. */
@Component
final class McpMethods {
  private record Method(Set<Era> eras, Function<McpRequest, Mono<? extends McpOutcome>> answer) {}

  private final Map<String, Method> table;

  McpMethods(Greeting greeting, ToolPages tools, ToolInvocation invocation) {
    Set<Era> both = Set.of(Era.MODERN, Era.LEGACY);
    this.table =
        Map.of(
            "server/discover", new Method(Set.of(Era.MODERN), now(greeting::discover)),
            "initialize", new Method(Set.of(Era.LEGACY), now(greeting::initialize)),
            "ping", new Method(Set.of(Era.LEGACY), now(McpMethods::nothing)),
            "tools/list", new Method(both, now(tools::list)),
            "tools/call", new Method(both, invocation::call));
  }

  Mono<McpOutcome> answer(McpRequest request) {
    Method method = table.get(request.method());
    if (method == null || !method.eras().contains(request.era())) {
      return Mono.just(McpError.methodNotFound(request.era(), request.method()));
    }
    return method.answer().apply(request).map(Function.identity());
  }

  private static Function<McpRequest, Mono<? extends McpOutcome>> now(
      Function<McpRequest, McpOutcome> answer) {
    return request -> Mono.just(answer.apply(request));
  }

  private static McpOutcome nothing(McpRequest ping) {
    ObjectNode empty = JsonNodeFactory.instance.objectNode();
    return new McpOutcome.Result(empty);
  }
}
