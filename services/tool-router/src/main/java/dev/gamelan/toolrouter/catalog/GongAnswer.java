package dev.gamelan.toolrouter.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What Gong's answer means for the caller. Each carries Gong's own id of the request if known. */
public sealed interface GongAnswer {
  @Nullable String requestId();

  /** Gong did what was asked; the content is its JSON answer. */
  record Result(ObjectNode content, @Nullable String requestId) implements GongAnswer {}

  /** Gong said 404 for "nothing matches"; the content is the empty list it might have sent. */
  record NothingMatches(ObjectNode content, @Nullable String requestId) implements GongAnswer {}

  /** The connection's key may not do this; an administrator can change that. */
  record MissingScope(List<String> scopes, String sentence, @Nullable String requestId)
      implements GongAnswer {}

  /**
   * Gong refused or failed.
   *
   * @param worthRetrying whether the same call may succeed later
   */
  record Refused(int httpStatus, String sentence, boolean worthRetrying, @Nullable String requestId)
      implements GongAnswer {}

  /** Gong said that all is well, in a form that is not JSON or not its own. */
  record Unreadable(String sentence, @Nullable String requestId) implements GongAnswer {}
}
