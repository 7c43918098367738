package dev.gamelan.toolrouter.mcp;

import dev.gamelan.toolrouter.mcp.offer.Offer;
import dev.gamelan.toolrouter.mcp.offer.Task;
import dev.gamelan.toolrouter.mcp.session.ClientCapabilities;
import dev.gamelan.toolrouter.mcp.task.Tasks;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What clients do with the tasks they were given; each task is its own caller's alone. */
@Component
final class TaskMethods {
  private final Tasks tasks;
  private final Offer offer;
  private final Scheduler blocking;

  TaskMethods(Tasks tasks, Offer offer, Scheduler blocking) {
    this.tasks = tasks;
    this.offer = offer;
    this.blocking = blocking;
  }

  Mono<McpOutcome> get(McpRequest request) {
    return of(
        request,
        task ->
            new McpOutcome.Result(
                TaskWriter.detailed(
                    handle(request), task, tasks.poll(), offer.state(task, request.caller()))));
  }

  Mono<McpOutcome> update(McpRequest request) {
    return request.params().path("inputResponses") instanceof ObjectNode responses
        ? of(
            request,
            task -> {
              offer.answer(task, responses);
              return McpMethods.nothing();
            })
        : Mono.just(
            McpError.invalidParams("The params need inputResponses: answers by their names."));
  }

  /** The call's own ending tells what came of it. */
  Mono<McpOutcome> cancel(McpRequest request) {
    return of(
        request,
        task -> {
          offer.cancel(task);
          return McpMethods.nothing();
        });
  }

  private Mono<McpOutcome> of(McpRequest request, Function<Task, McpOutcome> answer) {
    if (!declared(request)) {
      return Mono.just(McpError.missingTasks());
    }
    if (!request.params().path("taskId").isString()) {
      return Mono.just(McpError.invalidParams("The params need the taskId of a task."));
    }
    return tasks
        .find(handle(request), request.caller().name())
        .publishOn(blocking)
        .map(found -> found.map(answer).orElseGet(McpError::noTask));
  }

  private static String handle(McpRequest request) {
    return request.params().path("taskId").asString("");
  }

  static boolean declared(McpRequest request) {
    JsonNode declared = request.params().path("_meta").path(EraRules.META_CAPABILITIES);
    return ClientCapabilities.of(declared).takesTasks();
  }
}
