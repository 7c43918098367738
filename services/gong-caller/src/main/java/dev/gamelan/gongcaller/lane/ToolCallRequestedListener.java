package dev.gamelan.gongcaller.lane;

import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.topics.UnusableRecordException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.stereotype.Component;

/** Hands each requested call to its lane; the lane acknowledges it. */
@Component("toolCallRequested")
final class ToolCallRequestedListener implements Consumer<Message<ToolCallRequested>> {
  private final Lanes lanes;

  ToolCallRequestedListener(Lanes lanes) {
    this.lanes = lanes;
  }

  @Override
  public void accept(Message<ToolCallRequested> message) {
    ToolCallRequested request = message.getPayload();
    if (request.getCallId().isBlank() || request.getConnection().isBlank()) {
      throw new UnusableRecordException("It names no call or no connection");
    }
    MessageHeaders headers = message.getHeaders();
    lanes.accept(
        request,
        required(headers, KafkaHeaders.RECEIVED_PARTITION, Integer.class),
        required(headers, KafkaHeaders.OFFSET, Long.class),
        traceparent(headers.get("traceparent")),
        required(headers, KafkaHeaders.ACKNOWLEDGMENT, Acknowledgment.class)::acknowledge);
  }

  private static <T> T required(MessageHeaders headers, String name, Class<T> type) {
    T value = headers.get(name, type);
    if (value == null) {
      throw new IllegalStateException("The binding gives no " + name);
    }
    return value;
  }

  private static @Nullable String traceparent(@Nullable Object header) {
    return switch (header) {
      case byte[] bytes -> new String(bytes, StandardCharsets.US_ASCII);
      case String text -> text;
      case null, default -> null;
    };
  }
}
