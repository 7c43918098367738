package dev.gamelan.toolrouter.mcp.question;

import dev.gamelan.toolrouter.mcp.offer.LogLevel;
import dev.gamelan.toolrouter.mcp.stream.Outbox;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a client is told while it waits, the same in both eras. */
final class Notices {
  private final Asker asker;
  private final Outbox outbox;
  private final JsonMapper mapper;
  private double told = -1;

  Notices(Asker asker, Outbox outbox, JsonMapper mapper) {
    this.asker = asker;
    this.outbox = outbox;
    this.mapper = mapper;
  }

  synchronized void progress(double progress, @Nullable Double total, @Nullable String message) {
    JsonNode token = asker.progressToken();
    if (token == null || progress <= told) {
      return;
    }
    told = progress;
    ObjectNode params = JsonNodeFactory.instance.objectNode();
    params.set("progressToken", token);
    params.put("progress", progress);
    if (total != null) {
      params.put("total", total);
    }
    if (message != null) {
      params.put("message", message);
    }
    send("notifications/progress", params);
  }

  synchronized double progressTold() {
    return told;
  }

  void log(LogLevel level, String logger, String message) {
    LogLevel wanted = asker.level();
    if (wanted != null && level.compareTo(wanted) >= 0) {
      send(
          "notifications/message",
          JsonNodeFactory.instance
              .objectNode()
              .put("level", level.wire())
              .put("logger", logger)
              .put("data", message));
    }
  }

  private void send(String method, ObjectNode params) {
    ObjectNode notification = JsonNodeFactory.instance.objectNode();
    notification.put("jsonrpc", "2.0").put("method", method).set("params", params);
    outbox.send(mapper.writeValueAsBytes(notification));
  }
}
