package dev.gamelan.gongcaller.connection;

import dev.gamelan.schemas.CallClass;
import dev.gamelan.schemas.Effect;
import dev.gamelan.schemas.RecordDeserializer;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
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

  static final String CHECK = "gamelan_check_connection";

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
        asking(connection, generation, Probe.KEY, now)
            .setCallId(UUID.randomUUID().toString())
            .setCaller("gamelan")
            .setTool(TRIAL)
            .setDeadline(now.plus(TRIAL_LASTS))
            .build());
  }

  /** Asks one question of a check. */
  void probe(
      String callId,
      String connection,
      long generation,
      String caller,
      Probe probe,
      Instant now,
      Instant deadline) {
    send(
        "trial",
        connection,
        asking(connection, generation, probe, now)
            .setCallId(callId)
            .setCaller(caller)
            .setTool(CHECK)
            .setDeadline(deadline)
            .build());
  }

  private static ToolCallRequested.Builder asking(
      String connection, long generation, Probe probe, Instant now) {
    return ToolCallRequested.newBuilder()
        .setConnection(connection)
        .setOperation(probe.operation())
        .setEffect(Effect.READ)
        .setCallClass(CallClass.CONTROL)
        .setRequest(probe.request(now))
        .setRequestedAt(now)
        .setCredentialGeneration(generation);
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
