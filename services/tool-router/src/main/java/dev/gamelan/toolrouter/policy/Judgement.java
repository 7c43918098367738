package dev.gamelan.toolrouter.policy;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What all policies together say. */
public sealed interface Judgement {
  /** What each said that said anything, as {@code <name> <RESULT>}, in the order asked. */
  List<String> said();

  /**
   * Go on.
   *
   * @param content what to go on with
   * @param confirmations why a person must say yes first; empty where nobody must
   */
  record Passed(ObjectNode content, boolean changed, List<String> confirmations, List<String> said)
      implements Judgement {}

  /**
   * Go no further.
   *
   * @param policy whose word that is
   * @param sentence for the caller
   * @param failed whether it could not be asked, rather than said no
   * @param retryAt from when on it may be otherwise; null where that is not known
   */
  record Denied(
      String policy, String sentence, boolean failed, @Nullable Instant retryAt, List<String> said)
      implements Judgement {}
}
