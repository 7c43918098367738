package dev.gamelan.toolrouter.mcp;

import dev.gamelan.toolrouter.mcp.offer.Conversation;
import dev.gamelan.toolrouter.mcp.offer.Declared;
import dev.gamelan.toolrouter.mcp.offer.Era;
import dev.gamelan.toolrouter.mcp.offer.Offer;
import dev.gamelan.toolrouter.mcp.stream.Outbox;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.node.JsonNodeFactory;

/** The one dispatch table of both eras. */
@Component
final class McpMethods {
  private static final Set<Era> BOTH = Set.of(Era.MODERN, Era.LEGACY);
  private static final Set<Era> MODERN = Set.of(Era.MODERN);
  private static final Set<Era> LEGACY = Set.of(Era.LEGACY);

  private final Map<String, Method> table = new LinkedHashMap<>();
  private final Offer offer;
  private final Scheduler blocking;

  private interface Answer {
    Mono<McpOutcome> answer(McpRequest request, Conversation conversation, Outbox outbox);
  }

  /**
   * A row of the table.
   *
   * @param part what has to be offered; null where the method is always there
   */
  private record Method(Set<Era> eras, Declared.@Nullable Part part, Answer answer) {}

  McpMethods(
      Greeting greeting,
      Lists lists,
      Offering offering,
      Listening listening,
      TaskMethods tasks,
      SessionWishes wishes,
      Offer offer,
      Scheduler blocking) {
    this.offer = offer;
    this.blocking = blocking;
    add("server/discover", MODERN, null, now(greeting::discover));
    add("initialize", LEGACY, null, now(greeting::initialize));
    add("ping", LEGACY, null, now(ping -> nothing()));
    add("tools/list", BOTH, Declared.Part.TOOLS, now(lists::tools));
    add("tools/call", BOTH, Declared.Part.TOOLS, talking(offering::call));
    add("prompts/list", BOTH, Declared.Part.PROMPTS, now(lists::prompts));
    add("prompts/get", BOTH, Declared.Part.PROMPTS, talking(offering::prompt));
    add("resources/list", BOTH, Declared.Part.RESOURCES, now(lists::resources));
    add("resources/templates/list", BOTH, Declared.Part.RESOURCES, now(lists::templates));
    add("resources/read", BOTH, Declared.Part.RESOURCES, talking(offering::read));
    add("resources/subscribe", LEGACY, Declared.Part.RESOURCES, now(wishes::subscribe));
    add("resources/unsubscribe", LEGACY, Declared.Part.RESOURCES, now(wishes::unsubscribe));
    add("completion/complete", BOTH, Declared.Part.COMPLETIONS, talking(offering::complete));
    add("tasks/get", MODERN, Declared.Part.TASKS, talking((task, none) -> tasks.get(task)));
    add("tasks/update", MODERN, Declared.Part.TASKS, talking((task, none) -> tasks.update(task)));
    add("tasks/cancel", MODERN, Declared.Part.TASKS, talking((task, none) -> tasks.cancel(task)));
    add("logging/setLevel", LEGACY, Declared.Part.LOGGING, now(wishes::setLevel));
    add(
        "subscriptions/listen",
        MODERN,
        null,
        (request, conversation, outbox) -> listening.listen(request, outbox));
  }

  Mono<McpOutcome> answer(McpRequest request, Conversation conversation, Outbox outbox) {
    Method method = table.get(request.method());
    if (method == null
        || !method.eras().contains(request.era())
        || (method.part() != null && !offer.declared().has(method.part()))) {
      return Mono.just(McpError.methodNotFound(request.era(), request.method()));
    }
    return method.answer().answer(request, conversation, outbox);
  }

  private void add(String name, Set<Era> eras, Declared.@Nullable Part part, Answer answer) {
    table.put(name, new Method(eras, part, answer));
  }

  private static Answer now(Function<McpRequest, McpOutcome> answer) {
    return (request, conversation, outbox) -> Mono.fromSupplier(() -> answer.apply(request));
  }

  /** On a thread of its own, so that what is said on the way goes out on the way. */
  private Answer talking(BiFunction<McpRequest, Conversation, Mono<McpOutcome>> answer) {
    return (request, conversation, outbox) ->
        Mono.defer(() -> answer.apply(request, conversation)).subscribeOn(blocking);
  }

  static McpOutcome nothing() {
    return new McpOutcome.Result(JsonNodeFactory.instance.objectNode());
  }
}
