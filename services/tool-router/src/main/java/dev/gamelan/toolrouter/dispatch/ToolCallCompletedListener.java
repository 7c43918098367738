package dev.gamelan.toolrouter.dispatch;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.stereotype.Component;

/** Hears of every ending, whichever instance waits for it; a foreign one is kept undecoded. */
@Component("toolCallCompleted")
final class ToolCallCompletedListener implements Consumer<Message<byte[]>> {
  private final CompletedCalls completions;
  private final List<EndingHearer> hearers;

  ToolCallCompletedListener(CompletedCalls completions, List<EndingHearer> hearers) {
    this.completions = completions;
    this.hearers = hearers;
  }

  @Override
  public void accept(Message<byte[]> message) {
    Object key = message.getHeaders().get(KafkaHeaders.RECEIVED_KEY);
    Long timestamp = message.getHeaders().get(KafkaHeaders.RECEIVED_TIMESTAMP, Long.class);
    String callId =
        key instanceof byte[] bytes
            ? new String(bytes, StandardCharsets.UTF_8)
            : String.valueOf(key);
    Integer partition = message.getHeaders().get(KafkaHeaders.RECEIVED_PARTITION, Integer.class);
    Long offset = message.getHeaders().get(KafkaHeaders.OFFSET, Long.class);
    completions.arrived(
        callId,
        message.getPayload(),
        new LaterEndings.Place(
            partition == null ? -1 : partition,
            offset == null ? -1 : offset,
            timestamp == null ? Instant.EPOCH : Instant.ofEpochMilli(timestamp)));
    hearers.forEach(hearer -> hearer.ended(callId));
  }
}
