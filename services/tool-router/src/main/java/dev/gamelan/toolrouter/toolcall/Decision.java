package dev.gamelan.toolrouter.toolcall;

import dev.gamelan.schemas.GongRequest;
import dev.gamelan.toolrouter.catalog.Tool;
import dev.gamelan.toolrouter.policy.Judgement;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a call goes on to Gong. */
sealed interface Decision {
  /**
   * The same after policies have let it pass.
   *
   * @param confirmed whether a person has said yes to the call
   */
  default Decision after(Judgement.Passed passed, boolean confirmed) {
    return switch (this) {
      case Admitted admitted when !confirmed && !passed.confirmations().isEmpty() ->
          new ToConfirm(
              admitted.tool(), passed.confirmations(), admitted.governanceVersion(), passed.said());
      case Admitted(var tool, var request, var expectedAt, var rules, var ignored) ->
          new Admitted(tool, request, expectedAt, rules, passed.said());
      case Refused refused -> refused.with(passed.said());
      case ToConfirm asks -> asks;
    };
  }

  /**
   * It does, as this request.
   *
   * @param expectedAt when its answer will be there, as far as can be told
   * @param governanceVersion by which rules this was decided
   * @param policies what these said
   */
  record Admitted(
      Tool tool,
      GongRequest request,
      Instant expectedAt,
      long governanceVersion,
      List<String> policies)
      implements Decision {}

  /**
   * It does once a person has said yes.
   *
   * @param why for that person
   */
  record ToConfirm(Tool tool, List<String> why, long governanceVersion, List<String> policies)
      implements Decision {

    /** Where nobody can be asked. */
    Refused unasked() {
      String sentence =
          "%s needs a person's yes here: %s".formatted(tool.name(), String.join(" ", why));
      return new Refused(
          tool,
          Outcome.NOT_CONFIRMED,
          sentence
              + " Over MCP the person is asked in front of the client; over HTTP, ask them and then"
              + " send \"confirm\": true along with the call (through the proxy, the header"
              + " Gamelan-Confirm: true).",
          sentence,
          false,
          null,
          governanceVersion,
          policies);
    }
  }

  /**
   * It does not.
   *
   * @param tool null where there is no such tool
   * @param sentence for the caller
   * @param reason for the trail: without anything that the caller wrote
   * @param policies what these said, as far as they were asked
   * @param governanceVersion by which rules this was decided; null where these had no part in it
   */
  record Refused(
      @Nullable Tool tool,
      Outcome outcome,
      String sentence,
      String reason,
      boolean retryable,
      @Nullable Instant retryAt,
      @Nullable Long governanceVersion,
      List<String> policies)
      implements Decision {

    static Refused forGood(@Nullable Tool tool, Outcome outcome, String sentence, String reason) {
      return new Refused(tool, outcome, sentence, reason, false, null, null, List.of());
    }

    static Refused byPolicy(Tool tool, Judgement.Denied denied) {
      return new Refused(
          tool,
          Outcome.DENIED_BY_POLICY,
          denied.sentence(),
          denied.sentence(),
          denied.retryAt() != null,
          denied.retryAt(),
          null,
          denied.said());
    }

    private Refused with(List<String> said) {
      return new Refused(
          tool, outcome, sentence, reason, retryable, retryAt, governanceVersion, said);
    }

    Refused by(long rules) {
      return new Refused(tool, outcome, sentence, reason, retryable, retryAt, rules, policies);
    }

    static Refused forNow(Tool tool, Outcome outcome, String sentence, @Nullable Instant retryAt) {
      return new Refused(tool, outcome, sentence, sentence, true, retryAt, null, List.of());
    }
  }
}
