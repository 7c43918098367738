package dev.gamelan.toolrouter.toolcall;

import dev.gamelan.schemas.Effect;
import dev.gamelan.toolrouter.catalog.CanonicalJson;
import dev.gamelan.toolrouter.catalog.Tool;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A write's idempotency key as gong-caller knows it: each caller has keys of its own at each
 * connection, and what a caller wrote goes no further than here.
 *
 * @param digest equal for the same key of the same caller at the same connection
 * @param fingerprint equal for the same wish
 */
record WriteKey(String digest, String fingerprint) {
  /** Null where the call has none; reads need none. */
  static @Nullable WriteKey of(ToolCall call, Tool tool) {
    String key = call.key();
    if (key == null || tool.effect() == Effect.READ) {
      return null;
    }
    ArrayNode whose = JsonNodeFactory.instance.arrayNode();
    whose.add(call.connection()).add(call.caller().name()).add(key);
    ArrayNode wish = JsonNodeFactory.instance.arrayNode().add(tool.name());
    if (call.arguments() == null || call.arguments().isNull()) {
      wish.addObject();
    } else {
      wish.add(call.arguments());
    }
    return new WriteKey(CanonicalJson.sha256(whose), CanonicalJson.sha256(wish));
  }
}
