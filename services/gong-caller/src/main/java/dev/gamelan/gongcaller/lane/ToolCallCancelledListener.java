package dev.gamelan.gongcaller.lane;

import dev.gamelan.schemas.ToolCallCancelled;
import java.util.function.Consumer;
import org.springframework.messaging.Message;
import org.springframework.stereotype.Component;

/** Hears of every cancellation: each instance keeps the few there are, whoever has the call. */
@Component("toolCallCancelled")
final class ToolCallCancelledListener implements Consumer<Message<ToolCallCancelled>> {
  private final Lanes lanes;

  ToolCallCancelledListener(Lanes lanes) {
    this.lanes = lanes;
  }

  @Override
  public void accept(Message<ToolCallCancelled> message) {
    lanes.cancel(message.getPayload());
  }
}
