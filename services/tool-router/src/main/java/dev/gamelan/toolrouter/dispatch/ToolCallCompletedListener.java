package dev.gamelan.toolrouter.dispatch;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Consumer;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.stereotype.Component;

/** Hears of every ending, whichever instance waits for it; a foreign one is kept undecoded. */
@Component("toolCallCompleted")
final class ToolCallCompletedListener implements Consumer<Message<byte[]>> {
  private final CompletedCalls completions;

  ToolCallCompletedListener(CompletedCalls completions) {
    this.completions = completions;
  }

  @Override
  public void accept(Message<byte[]> message) {
    Object key = message.getHeaders().get(KafkaHeaders.RECEIVED_KEY);
    Long timestamp = message.getHeaders().get(KafkaHeaders.RECEIVED_TIMESTAMP, Long.class);
    String callId =
        key instanceof byte[] bytes
            ? new String(bytes, StandardCharsets.UTF_8)
            : String.valueOf(key);
    completions.arrived(
        callId,
        message.getPayload(),
        timestamp == null ? Instant.EPOCH : Instant.ofEpochMilli(timestamp));
  }
}
