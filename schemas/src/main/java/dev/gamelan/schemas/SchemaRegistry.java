package dev.gamelan.schemas;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what the registry said: ids and schemas never change, so each is asked for once, and
 * what is known keeps working while the registry is away.
 */
final class SchemaRegistry {
  /** A registry may learn an id from its peers a moment after a record that uses it arrives. */
  static final Duration UNKNOWN_STAYS_UNKNOWN = Duration.ofSeconds(5);

  /** Spares a batch of records from waiting, one after the other, for a registry that is away. */
  static final Duration AWAY_STAYS_AWAY = Duration.ofSeconds(1);

  private static final int UNKNOWN_IDS = 1000;

  private final RegistryClient client;
  private final InstantSource clock;
  private final Map<Registered, Integer> ids = new ConcurrentHashMap<>();
  private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();

  /** Guarded by this, as is what follows: one question at a time. */
  private final Map<Integer, Instant> unknownUntil =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Instant> eldest) {
          return size() > UNKNOWN_IDS;
        }
      };

  private Instant awayUntil = Instant.MIN;
  private @Nullable RegistryUnavailableException away;

  SchemaRegistry(RegistryClient client, InstantSource clock) {
    this.client = client;
    this.clock = clock;
  }

  private record Registered(String topic, Schema schema) {}

  /** The id under which readers of the topic find the schema. */
  int idOf(String topic, Schema schema) {
    var key = new Registered(topic, schema);
    Integer known = ids.get(key);
    return known != null ? known : register(key);
  }

  private synchronized int register(Registered wanted) {
    Integer known = ids.get(wanted);
    if (known != null) {
      return known;
    }
    refuseWhileAway();
    try {
      int id = client.register(wanted.topic() + "-value", WireSchema.of(wanted.schema()));
      ids.put(wanted, id);
      return id;
    } catch (RegistryUnavailableException problem) {
      throw rememberAway(problem);
    }
  }

  /** The schema a record with this id was written with, if the registry knows it. */
  Optional<Schema> schemaOf(int id) {
    Schema known = schemas.get(id);
    return known != null ? Optional.of(known) : lookUp(id);
  }

  private synchronized Optional<Schema> lookUp(int id) {
    Schema known = schemas.get(id);
    if (known != null) {
      return Optional.of(known);
    }
    if (unknownUntil.getOrDefault(id, Instant.MIN).isAfter(clock.instant())) {
      return Optional.empty();
    }
    refuseWhileAway();
    try {
      Optional<Schema> found = client.schemaOf(id);
      found.ifPresentOrElse(
          schema -> schemas.put(id, schema),
          () -> unknownUntil.put(id, clock.instant().plus(UNKNOWN_STAYS_UNKNOWN)));
      return found;
    } catch (RegistryUnavailableException problem) {
      throw rememberAway(problem);
    }
  }

  private void refuseWhileAway() {
    if (away != null && awayUntil.isAfter(clock.instant())) {
      throw away;
    }
  }

  private RegistryUnavailableException rememberAway(RegistryUnavailableException problem) {
    if (!Thread.currentThread().isInterrupted()) {
      away = problem;
      awayUntil = clock.instant().plus(AWAY_STAYS_AWAY);
    }
    return problem;
  }
}
