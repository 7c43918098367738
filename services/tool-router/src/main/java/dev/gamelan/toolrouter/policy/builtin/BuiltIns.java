package dev.gamelan.toolrouter.policy.builtin;

import dev.gamelan.toolrouter.policy.facts.Action;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads built-ins: the one table from their kinds to what they do. */
public final class BuiltIns {
  private static final List<String> KINDS =
      List.of(
          "redaction",
          "card-numbers",
          "range-cap",
          "page-cap",
          "no-further-pages",
          "write-hours",
          "daily-cap",
          "deletes-ask");

  private BuiltIns() {}

  /** Whether what somebody wrote is a built-in. */
  public sealed interface Read {
    record Ok(BuiltIn builtIn) implements Read {}

    /**
     * It is none.
     *
     * @param sentence why
     */
    record Wrong(String sentence) implements Read {}
  }

  /**
   * @param action what it shall lead to; null means what it leads to usually
   * @param strict whether settings that mean nothing are refused
   */
  public static Read read(JsonNode written, @Nullable Action action, boolean strict) {
    if (!written.isObject()) {
      return new Read.Wrong("builtIn must be an object such as {\"kind\": \"deletes-ask\"}");
    }
    Settings settings = new Settings(written);
    try {
      BuiltIn builtIn = of(written.path("kind").asString(""), settings, action);
      if (strict) {
        settings.refuseOthers();
      }
      return action == null || action == builtIn.action()
          ? new Read.Ok(builtIn)
          : new Read.Wrong(
              "action must be %s with this built-in, or be left out".formatted(builtIn.action()));
    } catch (WrongSettingException wrong) {
      return new Read.Wrong(String.valueOf(wrong.getMessage()));
    }
  }

  private static BuiltIn of(String kind, Settings settings, @Nullable Action action) {
    return switch (kind) {
      case "redaction" -> Redaction.read(settings);
      case "card-numbers" -> CardNumbers.read(settings);
      case "range-cap" -> RangeCap.read(settings, action != Action.DENY);
      case "page-cap" -> new PageCap((int) settings.wholeNumber("elements", 1, 1_000));
      case "no-further-pages" -> new NoFurtherPages();
      case "write-hours" -> WriteHours.read(settings);
      case "daily-cap" -> DailyCap.read(settings);
      case "deletes-ask" -> new DeletesAsk();
      default ->
          throw new WrongSettingException(
              "builtIn.kind must be one of " + String.join(", ", KINDS));
    };
  }
}
