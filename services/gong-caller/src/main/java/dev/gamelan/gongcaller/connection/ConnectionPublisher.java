package dev.gamelan.gongcaller.connection;

import dev.gamelan.schemas.CallClass;
import dev.gamelan.schemas.Effect;
import dev.gamelan.schemas.GongRequest;
import dev.gamelan.schemas.RecordDeserializer;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.kafka.support.KafkaNull;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.stereotype.Component;

/** Publishes what the outbox holds, and the trials of credentials. */
@Component
class ConnectionPublisher {
  /** By this name the trail knows the calls that try credentials. */
  static final String TRIAL = "gamelan_try_credentials";

  private static final Duration TRIAL_LASTS = Duration.ofMinutes(1);

  private final StreamBridge bridge;
  private final RecordDeserializer deserializer = new RecordDeserializer();

  ConnectionPublisher(StreamBridge bridge) {
    this.bridge = bridge;
  }

  /** Returns once Kafka has it, or throws. */
  void publish(Outbox.Outgoing outgoing) {
    switch (outgoing.destination()) {
      case AUDIT -> send("audit", outgoing.key(), record(Topics.AUDIT.name(), outgoing.record()));
      case STATE ->
          send(
              "connectionState",
              outgoing.key(),
              record(Topics.CONNECTION_STATE.name(), outgoing.record()));
    }
  }

  private Object record(String topic, byte @Nullable [] record) {
    return record == null
        ? KafkaNull.INSTANCE
        : Objects.requireNonNull(deserializer.deserialize(topic, record));
  }

  /**
   * Asks for a trial in the way of every call: whoever holds the lane sends it, under a permit.
   *
   * @param generation of the credentials to try
   */
  void tryCredentials(String connection, long generation, Instant now) {
    send(
        "trial",
        connection,
        ToolCallRequested.newBuilder()
            .setCallId(UUID.randomUUID().toString())
            .setConnection(connection)
            .setCaller("gamelan")
            .setTool(TRIAL)
            .setOperation("GET /v2/workspaces")
            .setEffect(Effect.READ)
            .setCallClass(CallClass.CONTROL)
            .setRequest(
                GongRequest.newBuilder()
                    .setMethod("GET")
                    .setPath("/v2/workspaces")
                    .setQuery(List.of())
                    .build())
            .setRequestedAt(now)
            .setDeadline(now.plus(TRIAL_LASTS))
            .setCredentialGeneration(generation)
            .build());
  }

  private void send(String binding, String key, Object payload) {
    boolean sent =
        bridge.send(
            binding, MessageBuilder.withPayload(payload).setHeader(KafkaHeaders.KEY, key).build());
    if (!sent) {
      throw new IllegalStateException("Nothing took the record of " + binding);
    }
  }
}
