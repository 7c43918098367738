package dev.gamelan.toolrouter.mcp.task;

import dev.gamelan.schemas.TaskNoted;
import java.util.function.Consumer;
import org.springframework.messaging.Message;
import org.springframework.stereotype.Component;

/** Hears of every task, whichever instance began it. */
@Component("taskNoted")
final class TaskNotedListener implements Consumer<Message<TaskNoted>> {
  private final Tasks tasks;

  TaskNotedListener(Tasks tasks) {
    this.tasks = tasks;
  }

  @Override
  public void accept(Message<TaskNoted> message) {
    tasks.replay(message.getPayload());
  }
}
