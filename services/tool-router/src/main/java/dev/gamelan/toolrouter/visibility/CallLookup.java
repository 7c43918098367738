package dev.gamelan.toolrouter.visibility;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks Gong for what decides on calls that an answer merely names: at most one request an answer,
 * and for no call twice in a while, so that reading an answer again costs nothing.
 */
@Component
final class CallLookup {
  private static final Logger log = LoggerFactory.getLogger(CallLookup.class);
  private static final String TOOL = "gong_list_calls_extensive";

  /** As many as one page of Gong's has. */
  private static final int MOST = 100;

  private static final int MOST_REMEMBERED = 50_000;
  private static final Duration NOT_AGAIN_FOR = Duration.ofMinutes(5);

  private final SystemCalls gong;
  private final VisibilityProperties properties;
  private final Clock clock;
  private final LinkedHashMap<String, Instant> asked = new LinkedHashMap<>();

  CallLookup(SystemCalls gong, VisibilityProperties properties, Clock clock) {
    this.gong = gong;
    this.properties = properties;
    this.clock = clock;
  }

  /** The answer is noted as every answer is; what stays unknown is for the asker to withhold. */
  void learn(String connection, Collection<String> callIds) {
    List<String> due = due(connection, callIds);
    if (due.isEmpty()) {
      return;
    }
    ObjectNode arguments = JsonNodeFactory.instance.objectNode();
    due.forEach(arguments.putObject("filter").putArray("callIds")::add);
    arguments.putObject("contentSelector").putObject("exposedFields").put("parties", true);
    try {
      gong.ask(connection, TOOL, arguments, properties.askedFor());
    } catch (IllegalStateException tooLong) {
      log.warn("Gong did not say in time who may see calls that an answer names");
    }
  }

  private synchronized List<String> due(String connection, Collection<String> callIds) {
    Instant now = clock.instant();
    List<String> due =
        callIds.stream()
            .distinct()
            .filter(
                id -> {
                  Instant at = asked.get(connection + "/" + id);
                  return at == null || at.isAfter(now) || !at.plus(NOT_AGAIN_FOR).isAfter(now);
                })
            .limit(MOST)
            .toList();
    for (String id : due) {
      asked.remove(connection + "/" + id);
      asked.put(connection + "/" + id, now);
    }
    while (asked.size() > MOST_REMEMBERED) {
      asked.pollFirstEntry();
    }
    return due;
  }
}
