package dev.gamelan.toolrouter.governance.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gamelan.schemas.GovernedKind;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/** Documents as JSON, there and back: strict in what people write, lenient in what is on record. */
public final class Documents {
  private static final JsonMapper LENIENT = mapper(false);
  private static final JsonMapper STRICT = mapper(true);

  private Documents() {}

  private static JsonMapper mapper(boolean strict) {
    return JsonMapper.builder()
        .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, strict)
        .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
        .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
        .changeDefaultPropertyInclusion(
            included -> included.withValueInclusion(JsonInclude.Include.NON_NULL))
        .build();
  }

  /** What was written, read; or why it cannot be. */
  public sealed interface Reading<T> {
    record Read<T>(T document) implements Reading<T> {}

    record Wrong<T>(String sentence) implements Reading<T> {}
  }

  /** As it is on record: a document that is not understood says so itself. */
  public static Document read(GovernedKind kind, String json) {
    Class<? extends Document> type = typeOf(kind);
    if (type == null) {
      return kind == GovernedKind.UNKNOWN
          ? new Document.NotUnderstood()
          : new Document.OfItsOwner(json);
    }
    try {
      Document read = LENIENT.readValue(json, type);
      return read == null ? new Document.NotUnderstood() : read;
    } catch (JacksonException | NullPointerException ofALaterVersion) {
      return new Document.NotUnderstood();
    }
  }

  /** As it is on record, for its owner; null where it is not understood. */
  public static <T> @Nullable T readOwned(String json, Class<T> type) {
    try {
      return LENIENT.readValue(json, type);
    } catch (JacksonException | NullPointerException ofALaterVersion) {
      return null;
    }
  }

  /** As somebody wrote it: what is not known is refused. */
  public static <T> Reading<T> read(JsonNode json, Class<T> type) {
    try {
      T read = json.isObject() ? STRICT.treeToValue(json, type) : null;
      return read == null
          ? new Reading.Wrong<>("The body must be a JSON object.")
          : new Reading.Read<>(read);
    } catch (NullPointerException incomplete) {
      return new Reading.Wrong<>("Something that is needed is missing, or null.");
    } catch (JacksonException wrong) {
      return new Reading.Wrong<>(sentence(wrong));
    }
  }

  public static String write(Object document) {
    return STRICT.writeValueAsString(document);
  }

  /** Where it is wrong, without what was written there. */
  private static String sentence(JacksonException wrong) {
    StringBuilder path = new StringBuilder();
    wrong
        .getPath()
        .forEach(
            step -> {
              String name = step.getPropertyName();
              path.append(name == null ? "[" + step.getIndex() + "]" : "." + name);
            });
    String where = path.length() > 200 ? path.substring(0, 200) : path.toString();
    return where.isEmpty()
        ? "The body is not as it should be."
        : "%s is not known here, or is not as it should be."
            .formatted(where.startsWith(".") ? where.substring(1) : where);
  }

  private static @Nullable Class<? extends Document> typeOf(GovernedKind kind) {
    return switch (kind) {
      case DEFAULTS -> Defaults.class;
      case CATALOGUE -> CatalogueSeen.class;
      case TOOL -> ToolApproval.class;
      case TOOLSET -> Toolset.class;
      case PROFILE -> AccessProfile.class;
      case REQUEST -> AccessRequest.class;
      case CLIENT -> AiClient.class;
      case KILL_SWITCH -> KillSwitch.class;
      case POLICY, VISIBILITY, UNKNOWN -> null;
    };
  }
}
