package dev.gamelan.toolrouter.mcp.gong;

import dev.gamelan.toolrouter.mcp.offer.Reply;
import dev.gamelan.toolrouter.mcp.offer.Unfinished;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Completes what somebody types from what they have seen, without asking Gong. */
@Component
final class Completions {
  private static final int LONGEST_TYPED = 200;

  private final Seen seen;

  Completions(Seen seen) {
    this.seen = seen;
  }

  Reply complete(Unfinished unfinished, String caller) {
    Seen.Kind kind = kindOf(unfinished);
    if (kind == null || unfinished.value().length() > LONGEST_TYPED) {
      return Reply.Completion.NONE;
    }
    // An address takes nothing but the id; a prompt may be shown the name as well.
    Function<Seen.Thing, String> written =
        unfinished.kind() == Unfinished.Kind.TEMPLATE
            ? Seen.Thing::id
            : thing -> "%s (%s)".formatted(thing.name(), thing.id());
    List<String> values =
        seen.matching(caller, kind, unfinished.value()).stream().map(written).toList();
    return new Reply.Completion(values, values.size());
  }

  private static Seen.@Nullable Kind kindOf(Unfinished unfinished) {
    return switch (unfinished.of() + " " + unfinished.argument()) {
      case GongPrompts.REVIEW + " call",
          GongUri.CALL_TEMPLATE + " id",
          GongUri.TRANSCRIPT_TEMPLATE + " id" ->
          Seen.Kind.CALL;
      case GongPrompts.COACHING + " user", GongUri.USER_TEMPLATE + " id" -> Seen.Kind.USER;
      case GongPrompts.RISKS + " workspace" -> Seen.Kind.WORKSPACE;
      default -> null;
    };
  }
}
