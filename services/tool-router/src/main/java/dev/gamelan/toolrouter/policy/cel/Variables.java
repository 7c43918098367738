package dev.gamelan.toolrouter.policy.cel;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.gamelan.toolrouter.policy.facts.CallFacts;
import dev.gamelan.toolrouter.policy.facts.Question;
import dev.gamelan.toolrouter.policy.facts.When;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The variables of a condition: their types, and their values for one question. */
final class Variables {
  private static final CelType TEXT = SimpleType.STRING;
  private static final CelType TEXTS = ListType.create(SimpleType.STRING);
  private static final CelType COUNT = SimpleType.INT;
  private static final CelType JSON = MapType.create(SimpleType.STRING, SimpleType.DYN);

  private static final StructType CALLER =
      struct(
          "Caller",
          new Field("name", TEXT),
          new Field("displayName", TEXT),
          new Field("groups", TEXTS),
          new Field("roles", TEXTS));
  private static final StructType CLIENT =
      struct("Client", new Field("id", TEXT), new Field("name", TEXT));
  private static final StructType TOOL =
      struct(
          "Tool",
          new Field("name", TEXT),
          new Field("operation", TEXT),
          new Field("effect", TEXT),
          new Field("class", TEXTS));
  private static final StructType USAGE =
      struct(
          "Usage",
          new Field("byUser", COUNT),
          new Field("byClient", COUNT),
          new Field("byTool", COUNT));

  private Variables() {}

  private record Field(String name, CelType type) {}

  private static StructType struct(String name, Field... fields) {
    Map<String, CelType> types = new LinkedHashMap<>();
    for (Field field : fields) {
      types.put(field.name(), field.type());
    }
    return StructType.create(
        name, ImmutableSet.copyOf(types.keySet()), field -> Optional.ofNullable(types.get(field)));
  }

  static Map<String, CelType> types(When when) {
    Map<String, CelType> types = new LinkedHashMap<>();
    types.put("caller", CALLER);
    types.put("client", CLIENT);
    types.put("connection", TEXT);
    types.put("tool", TOOL);
    types.put("now", SimpleType.TIMESTAMP);
    types.put("usage", USAGE);
    switch (when) {
      case BEFORE -> types.put("args", JSON);
      case AFTER -> {
        types.put("result", JSON);
        types.put("status", COUNT);
      }
    }
    return types;
  }

  /** For a person who has written a name that there is not. */
  static String known(When when) {
    List<String> names = new ArrayList<>();
    types(when)
        .forEach(
            (name, type) ->
                names.add(
                    type instanceof StructType struct
                        ? "%s.{%s}".formatted(name, String.join("|", struct.fieldNames()))
                        : name));
    return String.join(", ", names);
  }

  static CelTypeProvider structs() {
    ImmutableList<CelType> all = ImmutableList.of(CALLER, CLIENT, TOOL, USAGE);
    return new CelTypeProvider() {
      @Override
      public ImmutableCollection<CelType> types() {
        return all;
      }

      @Override
      public Optional<CelType> findType(String name) {
        return all.stream().filter(type -> type.name().equals(name)).findFirst();
      }
    };
  }

  static Map<String, Object> values(Question question) {
    CallFacts call = question.call();
    Map<String, Object> values = new HashMap<>();
    values.put(
        "caller",
        Map.of(
            "name", call.caller().name(),
            "displayName", call.caller().displayName(),
            "groups", List.copyOf(call.caller().groups()),
            "roles", List.copyOf(call.caller().roles())));
    values.put("client", Map.of("id", call.client().id(), "name", call.client().name()));
    values.put("connection", call.connection());
    List<String> classes = new ArrayList<>(call.tool().risks());
    classes.addFirst(call.tool().effect());
    values.put(
        "tool",
        Map.of(
            "name", call.tool().name(),
            "operation", call.tool().operation(),
            "effect", call.tool().effect(),
            "class", classes));
    values.put("now", call.now());
    values.put(
        "usage",
        Map.of(
            "byUser", call.usage().byUser(),
            "byClient", call.usage().byClient(),
            "byTool", call.usage().byTool()));
    switch (question.when()) {
      case BEFORE -> values.put("args", JsonView.of(question.content()));
      case AFTER -> {
        values.put("result", JsonView.of(question.content()));
        values.put("status", (long) question.status());
      }
    }
    return values;
  }
}
