package dev.gamelan.toolrouter.mcp;

import dev.gamelan.toolrouter.dispatch.EndingHearer;
import dev.gamelan.toolrouter.mcp.change.ChangeStream;
import dev.gamelan.toolrouter.mcp.change.ChangeStreams;
import dev.gamelan.toolrouter.mcp.offer.Offer;
import dev.gamelan.toolrouter.mcp.offer.Task;
import dev.gamelan.toolrouter.mcp.offer.TaskState;
import dev.gamelan.toolrouter.mcp.task.Tasks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Tells clients that listen how their tasks have ended. */
@Component
final class TaskNotices implements EndingHearer {
  private static final Logger log = LoggerFactory.getLogger(TaskNotices.class);

  private final ChangeStreams streams;
  private final Tasks tasks;
  private final Offer offer;
  private final Scheduler blocking;
  private final JsonMapper mapper;

  TaskNotices(
      ChangeStreams streams, Tasks tasks, Offer offer, Scheduler blocking, JsonMapper mapper) {
    this.streams = streams;
    this.tasks = tasks;
    this.offer = offer;
    this.blocking = blocking;
    this.mapper = mapper;
  }

  @Override
  public void ended(String callId) {
    if (streams.follow(callId)) {
      blocking.schedule(() -> tell(callId));
    }
  }

  /** Of what has ended before they listened, clients hear as well. */
  private void tell(String callId) {
    Task task = tasks.known(callId).orElse(null);
    if (task == null) {
      return;
    }
    try {
      streams.tell(
          callId,
          subscription -> {
            TaskState state = offer.state(task, subscription.who());
            return state instanceof TaskState.Working
                ? null
                : notification(subscription, task, state);
          });
    } catch (RuntimeException problem) {
      log.warn("Nobody was told of the end of call {}", callId, problem);
    }
  }

  private byte[] notification(ChangeStream.Subscription subscription, Task task, TaskState state) {
    String handle = subscription.tasks().getOrDefault(task.callId(), "");
    ObjectNode params = TaskWriter.detailed(handle, task, tasks.poll(), state);
    params.putObject("_meta").set(ChangeStreams.META_SUBSCRIPTION, subscription.id());
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("jsonrpc", "2.0").put("method", "notifications/tasks").set("params", params);
    return mapper.writeValueAsBytes(message);
  }
}
