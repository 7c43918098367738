package dev.gamelan.toolrouter.visibility.reading;

import dev.gamelan.schemas.VisibilityMirrored;
import dev.gamelan.toolrouter.toolcall.ToolCalls;
import dev.gamelan.toolrouter.visibility.Standings;
import dev.gamelan.toolrouter.visibility.SystemCalls;
import dev.gamelan.toolrouter.visibility.VisibilityProperties;
import dev.gamelan.toolrouter.visibility.VisibilitySettings;
import dev.gamelan.toolrouter.visibility.mirror.Mirrors;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Sees to it that each company's permissions are read when they are due, one reading at a time. */
@Component
final class MirrorKeeper {
  private static final Logger log = LoggerFactory.getLogger(MirrorKeeper.class);

  private final ToolCalls calls;
  private final Standings standings;
  private final Mirrors mirrors;
  private final SystemCalls gong;
  private final VisibilityMirroredPublisher topic;
  private final VisibilityProperties properties;
  private final ExecutorService blocking;
  private final Clock clock;
  private final Set<String> running = ConcurrentHashMap.newKeySet();
  private final Map<String, Instant> began = new ConcurrentHashMap<>();

  MirrorKeeper(
      ToolCalls calls,
      Standings standings,
      Mirrors mirrors,
      SystemCalls gong,
      VisibilityMirroredPublisher topic,
      VisibilityProperties properties,
      ExecutorService blocking,
      Clock clock) {
    this.calls = calls;
    this.standings = standings;
    this.mirrors = mirrors;
    this.gong = gong;
    this.topic = topic;
    this.properties = properties;
    this.blocking = blocking;
    this.clock = clock;
  }

  /** Returns at once; what is due is begun. */
  void look() {
    for (String connection : calls.connections()) {
      standings
          .settings(connection)
          .filter(settings -> settings.mode() != VisibilitySettings.Mode.OFF)
          .filter(settings -> isDue(connection, settings))
          .filter(settings -> running.add(connection))
          .ifPresent(settings -> begin(connection));
    }
  }

  private boolean isDue(String connection, VisibilitySettings settings) {
    Instant now = clock.instant();
    Instant own = began.get(connection);
    if (own != null
        && now.isBefore(own.plus(properties.againAfter()))
        && !isDone(connection, own)) {
      return false;
    }
    return mirrors
        .last(connection)
        .map(
            last ->
                !now.isBefore(
                    last.getTriedAt()
                        .plus(
                            last.getProblem() == null
                                ? settings.interval()
                                : properties.againAfter())))
        .orElse(true);
  }

  /** Whether what this instance read last has come back from the topic. */
  private boolean isDone(String connection, Instant own) {
    return mirrors.last(connection).filter(last -> !last.getTriedAt().isBefore(own)).isPresent();
  }

  private void begin(String connection) {
    began.put(connection, clock.instant());
    try {
      blocking.execute(() -> read(connection));
    } catch (RejectedExecutionException stopping) {
      running.remove(connection);
    }
  }

  private void read(String connection) {
    try {
      VisibilityMirrored read =
          new PermissionReading(
                  connection,
                  (tool, arguments) ->
                      gong.askInBackground(connection, tool, arguments, properties.readFor()))
              .read(clock.instant(), mirrors.last(connection).orElse(null));
      topic.publish(read);
      if (read.getProblem() != null) {
        log.warn("Gong's permissions were not read for connection {}", connection);
      }
    } catch (RuntimeException problem) {
      log.warn("Gong's permissions were not read for connection {}", connection, problem);
    } finally {
      running.remove(connection);
    }
  }
}
