package dev.gamelan.toolrouter.policy.cel;

import dev.cel.common.values.NullValue;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** JSON as CEL reads it, without a copy. Whoever was told to stop reads no further. */
final class JsonView {
  private JsonView() {}

  static Object of(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> new Fields(node);
      case ARRAY -> new Elements(node);
      case STRING -> node.stringValue();
      case BOOLEAN -> node.booleanValue();
      case NUMBER ->
          node.isIntegralNumber() && node.canConvertToLong()
              ? (Object) node.longValue()
              : (Object) node.doubleValue();
      case NULL, MISSING, BINARY, POJO -> NullValue.NULL_VALUE;
    };
  }

  private static void goOn() {
    if (Thread.currentThread().isInterrupted()) {
      throw new IllegalStateException("the policy took too long");
    }
  }

  /** An object. */
  static final class Fields extends AbstractMap<String, Object> {
    private final JsonNode node;

    private Fields(JsonNode node) {
      this.node = node;
    }

    JsonNode node() {
      return node;
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
      goOn();
      JsonNode value = key instanceof String name ? node.get(name) : null;
      return value == null ? null : of(value);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
      goOn();
      return key instanceof String name && node.has(name);
    }

    @Override
    public int size() {
      return node.size();
    }

    @Override
    public Set<Map.Entry<String, Object>> entrySet() {
      goOn();
      return new AbstractSet<>() {
        @Override
        public Iterator<Map.Entry<String, Object>> iterator() {
          return node.properties().stream()
              .map(field -> Map.entry(field.getKey(), of(field.getValue())))
              .iterator();
        }

        @Override
        public int size() {
          return node.size();
        }
      };
    }
  }

  /** An array. */
  static final class Elements extends AbstractList<Object> {
    private final JsonNode node;

    private Elements(JsonNode node) {
      this.node = node;
    }

    JsonNode node() {
      return node;
    }

    @Override
    public Object get(int index) {
      goOn();
      return of(node.get(index));
    }

    @Override
    public int size() {
      return node.size();
    }
  }
}
