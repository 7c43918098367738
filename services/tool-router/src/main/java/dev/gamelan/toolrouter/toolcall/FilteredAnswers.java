package dev.gamelan.toolrouter.toolcall;

import dev.gamelan.identity.Caller;
import dev.gamelan.schemas.ToolCallCompleted;
import dev.gamelan.toolrouter.audit.Refusals;
import dev.gamelan.toolrouter.catalog.AnswerReading;
import dev.gamelan.toolrouter.catalog.Tool;
import dev.gamelan.toolrouter.governance.Governance;
import dev.gamelan.toolrouter.governance.Rules;
import dev.gamelan.toolrouter.policy.Judgement;
import dev.gamelan.toolrouter.policy.guard.Asker;
import dev.gamelan.toolrouter.policy.guard.PolicyGuard;
import io.micrometer.observation.Observation;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives answers of Gong's to whoever reads them, after what visibility and then policies take out:
 * there is no other way to an answer, whether it is waited for or asked for later.
 */
@Component
final class FilteredAnswers {
  private static final int MOST_NOTED = 10_000;

  private final Answers answers;
  private final Governance governance;
  private final PolicyGuard policies;
  private final CallRecords records;
  private final Refusals trail;

  /** Entries that this instance has made: an answer that is read again makes no second one. */
  private final Set<String> noted =
      Collections.newSetFromMap(
          Collections.synchronizedMap(
              new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                  return size() > MOST_NOTED;
                }
              }));

  FilteredAnswers(
      Answers answers,
      Governance governance,
      PolicyGuard policies,
      CallRecords records,
      Refusals trail) {
    this.answers = answers;
    this.governance = governance;
    this.policies = policies;
    this.records = records;
    this.trail = trail;
  }

  /**
   * @param client what the reader's software calls itself; null where it does not say
   */
  ToolCallAnswer read(
      Tool tool, ToolCallCompleted completed, Caller reader, @Nullable String client) {
    Rules rules = governance.rules();
    ToolCallAnswer answer = answers.of(tool, completed, reader);
    Asker asker = new Asker(reader, client, completed.getConnection());
    return switch (answer) {
      case ToolCallAnswer.Answered answered -> filtered(answered, tool, completed, rules, asker);
      case ToolCallAnswer.NotAnswered none -> {
        GongResponse gong = none.gong();
        yield gong == null ? none : filtered(none, gong.body(), tool, completed, rules, asker);
      }
    };
  }

  private ToolCallAnswer filtered(
      ToolCallAnswer.Answered answered,
      Tool tool,
      ToolCallCompleted completed,
      Rules rules,
      Asker asker) {
    GongResponse gong = answered.gong();
    Judgement judgement =
        judged(
            answered.content(),
            gong == null ? 0 : gong.body().length,
            tool,
            completed,
            rules,
            asker);
    return switch (judgement) {
      case Judgement.Passed passed ->
          passed.changed() ? changed(answered, passed.content()) : answered;
      case Judgement.Denied denied ->
          withheld(answered, denied, " Gong was asked and has answered; the answer is withheld.");
    };
  }

  /** Also where Gong refuses it may say what is not for everybody. */
  private ToolCallAnswer filtered(
      ToolCallAnswer.NotAnswered none,
      byte[] said,
      Tool tool,
      ToolCallCompleted completed,
      Rules rules,
      Asker asker) {
    ObjectNode content = AnswerReading.object(said);
    if (content == null) {
      return said.length > 0 && policies.filters(rules.state(), asker.connection())
          ? withoutGongsWords(none)
          : none;
    }
    return switch (judged(content, said.length, tool, completed, rules, asker)) {
      case Judgement.Passed passed ->
          passed.changed() ? answers.asIfSaid(tool, completed, bytes(passed.content())) : none;
      case Judgement.Denied denied ->
          withheld(none, denied, " Gong was asked and has refused; what it said is withheld.");
    };
  }

  private Judgement judged(
      ObjectNode content,
      long bytes,
      Tool tool,
      ToolCallCompleted completed,
      Rules rules,
      Asker asker) {
    Integer status = completed.getHttpStatus();
    Judgement judgement =
        policies.after(rules.state(), asker, tool, content, status == null ? 0 : status, bytes);
    String eventId = "%s/filtered/%d".formatted(completed.getCallId(), rules.version());
    if (isWorthNoting(judgement) && noted.add(eventId)) {
      trail
          .record(
              records.filtered(eventId, completed, tool, asker, judgement, rules.version()),
              Observation.NOOP)
          .subscribe();
    }
    return judgement;
  }

  private static boolean isWorthNoting(Judgement judgement) {
    return judgement instanceof Judgement.Denied || !judgement.said().isEmpty();
  }

  private static ToolCallAnswer changed(ToolCallAnswer.Answered answered, ObjectNode content) {
    GongResponse gong = answered.gong();
    return new ToolCallAnswer.Answered(
        answered.callId(),
        answered.tool(),
        content,
        answered.requestId(),
        gong == null ? null : new GongResponse(gong.status(), gong.contentType(), bytes(content)),
        answered.notes());
  }

  private static byte[] bytes(ObjectNode content) {
    return content.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static ToolCallAnswer withheld(
      ToolCallAnswer answer, Judgement.Denied denied, String what) {
    return new ToolCallAnswer.NotAnswered(
        answer.callId(),
        answer.tool(),
        Outcome.DENIED_BY_POLICY,
        denied.sentence() + what,
        false,
        denied.retryAt(),
        answer.requestId(),
        null);
  }

  /** What cannot be read cannot be filtered. */
  private static ToolCallAnswer withoutGongsWords(ToolCallAnswer.NotAnswered none) {
    return new ToolCallAnswer.NotAnswered(
        none.callId(),
        none.tool(),
        none.outcome(),
        none.sentence(),
        none.retryable(),
        none.retryAt(),
        none.requestId(),
        null);
  }
}
