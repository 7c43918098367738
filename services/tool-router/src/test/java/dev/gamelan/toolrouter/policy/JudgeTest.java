package dev.gamelan.toolrouter.policy;

import static dev.gamelan.toolrouter.policy.FactsExamples.call;
import static dev.gamelan.toolrouter.policy.FactsExamples.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.gamelan.toolrouter.policy.facts.Question;
import dev.gamelan.toolrouter.policy.facts.When;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class JudgeTest {
  /** Reads the arguments again and again: some minutes of work within the bound of loops. */
  private static final String ENDLESS =
      "args.list.all(a, args.list.all(b, !args.text.matches('(x+x+)+y')))";

  private final PolicyReader reader = new PolicyReader();
  private final List<Policy> policies = new ArrayList<>();
  private Judge judge = new Judge(Duration.ofSeconds(20));

  @AfterEach
  void stop() {
    judge.close();
  }

  @Test
  void nobodyToAskIsAPass() {
    assertThat(passed("{}").said()).isEmpty();
  }

  @Test
  void aDenialNamesThePolicyAndItsReason() {
    add("no-users", "{'when': 'BEFORE', 'action': 'DENY', 'reason': 'Not today.'}");

    Judgement.Denied denied = denied("{}");

    assertThat(denied.policy()).isEqualTo("no-users");
    assertThat(denied.sentence()).isEqualTo("The policy no-users does not allow this. Not today.");
    assertThat(denied.failed()).isFalse();
    assertThat(denied.said()).containsExactly("no-users DENIED");
  }

  @Test
  void theHighestPriorityIsAskedFirstAndThenByName() {
    add("b", "{'when': 'BEFORE', 'priority': 10, 'action': 'CONFIRM', 'reason': 'b'}");
    add("c", "{'when': 'BEFORE', 'priority': 20, 'action': 'CONFIRM', 'reason': 'c'}");
    add("a", "{'when': 'BEFORE', 'priority': 10, 'action': 'CONFIRM', 'reason': 'a'}");

    assertThat(passed("{}").said()).containsExactly("c CONFIRM", "a CONFIRM", "b CONFIRM");
    assertThat(passed("{}").confirmations()).containsExactly("c", "a", "b");
  }

  @Test
  void amongTheClassesOfAToolIsItsEffect() {
    add(
        "known",
        "{'when': 'BEFORE', 'action': 'ALLOW', 'condition':"
            + " \"'READ' in tool.class && !('WRITE' in tool.class)\"}");

    assertThat(passed("{}").said()).containsExactly("known ALLOWED");
  }

  @Test
  void theFirstDenialEndsTheAsking() {
    add("first", "{'when': 'BEFORE', 'priority': 9, 'action': 'DENY', 'reason': 'x'}");
    add("second", "{'when': 'BEFORE', 'priority': 8, 'action': 'DENY', 'reason': 'x'}");

    assertThat(denied("{}").said()).containsExactly("first DENIED");
  }

  @Test
  void anAllowanceExcusesFromDenialsAndQuestionsOfLowerPriorityAlone() {
    add("sales-may", "{'when': 'BEFORE', 'priority': 500, 'action': 'ALLOW'}");
    add("low-deny", "{'when': 'BEFORE', 'priority': 499, 'action': 'DENY', 'reason': 'x'}");
    add("low-ask", "{'when': 'BEFORE', 'priority': 100, 'action': 'CONFIRM', 'reason': 'x'}");
    add("low-change", change(50, "{'a': 1}"));

    Judgement.Passed passed = passed("{}");

    assertThat(passed.said()).containsExactly("sales-may ALLOWED", "low-change MUTATED");
    assertThat(passed.confirmations()).isEmpty();

    add("same-deny", "{'when': 'BEFORE', 'priority': 500, 'action': 'DENY', 'reason': 'x'}");

    assertThat(denied("{}").policy()).isEqualTo("same-deny");
  }

  @Test
  void aPolicyWhoseConditionDoesNotHoldSaysNothing() {
    add(
        "other",
        "{'when': 'BEFORE', 'condition': 'caller.name == \"bob\"', 'action': 'DENY', 'reason': 'x'}");

    assertThat(passed("{}").said()).isEmpty();
  }

  @Test
  void aChangeIsMergedAndSeenByWhoIsAskedNext() {
    add("change", change(9, "{'filter': {'a': 'new', 'gone': null}}"));
    add(
        "sees",
        "{'when': 'BEFORE', 'priority': 1, 'condition': 'args.filter.a == \"new\" && !has(args.filter.gone)', 'action': 'CONFIRM', 'reason': 'seen'}");

    Judgement.Passed passed = passed("{'filter': {'a': 'old', 'b': 2, 'gone': 3}, 'c': 4}");

    assertThat(passed.content()).isEqualTo(json("{'filter': {'a': 'new', 'b': 2}, 'c': 4}"));
    assertThat(passed.changed()).isTrue();
    assertThat(passed.said()).containsExactly("change MUTATED", "sees CONFIRM");
  }

  @Test
  void whatDoesNotChangeAnythingIsNoChange() {
    add("change", change(9, "{'a': 1}"));

    assertThat(passed("{'a': 1}").changed()).isFalse();
    assertThat(passed("{'a': 1}").said()).isEmpty();
  }

  @Test
  void aChangeThatDoesNotFitTheToolIsAFailure() {
    add("change", change(9, "{'a': 1}"));

    Judgement verdict =
        judge.judge(policies, Question.before(call("gong_list_users"), json("{}")), bad -> "no");

    assertThat(verdict.said()).containsExactly("change ERROR");
    assertThat(verdict).isInstanceOf(Judgement.Denied.class);
  }

  @Test
  void aConditionThatCannotBeEvaluatedDenies() {
    add("typo", "{'when': 'BEFORE', 'condition': 'args.notThere == 1', 'action': 'ALLOW'}");

    Judgement.Denied denied = denied("{}");

    assertThat(denied.failed()).isTrue();
    assertThat(denied.said()).containsExactly("typo ERROR");
    assertThat(denied.sentence())
        .startsWith("The policy typo could not be asked, so nothing is let through");
  }

  @Test
  void aStoredPolicyThatCannotBeReadDenies() {
    policies.addAll(reader.stored("newer", "{\"when\":\"BEFORE\",\"action\":\"EXPLODE\"}"));

    assertThat(denied("{}").said()).containsExactly("newer ERROR");
  }

  @Test
  void aPolicyInShadowHasNoEffectAtAll() {
    add("s1", "{'when': 'BEFORE', 'priority': 9, 'mode': 'SHADOW', 'action': 'ALLOW'}");
    add(
        "s2",
        "{'when': 'BEFORE', 'priority': 8, 'mode': 'SHADOW', 'action': 'DENY', 'reason': 'x'}");
    add("s3", change(7, "{'a': 1}").replace("'when'", "'mode': 'SHADOW', 'when'"));
    add(
        "s4",
        "{'when': 'BEFORE', 'priority': 6, 'mode': 'SHADOW', 'action': 'CONFIRM', 'reason': 'x'}");
    add(
        "s5",
        "{'when': 'BEFORE', 'priority': 5, 'mode': 'SHADOW', 'condition': 'args.no == 1', 'action': 'ALLOW'}");

    Judgement.Passed passed = passed("{}");

    assertThat(passed.said())
        .containsExactly(
            "s1 SHADOW_ALLOWED",
            "s2 SHADOW_DENIED",
            "s3 SHADOW_MUTATED",
            "s4 SHADOW_CONFIRM",
            "s5 SHADOW_ERROR");
    assertThat(passed.changed()).isFalse();
    assertThat(passed.confirmations()).isEmpty();

    add("enforced", "{'when': 'BEFORE', 'priority': 1, 'action': 'DENY', 'reason': 'x'}");
    assertThat(denied("{}").policy()).isEqualTo("enforced");
  }

  @Test
  void aPolicyThatTakesTooLongDenies() {
    judge = new Judge(Duration.ofMillis(50));
    add("slow", "{'when': 'BEFORE', 'condition': \"%s\", 'action': 'ALLOW'}".formatted(ENDLESS));

    Judgement.Denied denied = denied(muchWork());

    assertThat(denied.failed()).isTrue();
    assertThat(denied.said()).containsExactly("slow TIMEOUT");
  }

  @Test
  void aPolicyInShadowThatTakesTooLongIsLeftBehind() {
    judge = new Judge(Duration.ofMillis(50));
    add(
        "slow",
        "{'when': 'BEFORE', 'mode': 'SHADOW', 'priority': 9, 'condition': \"%s\", 'action': 'ALLOW'}"
            .formatted(ENDLESS));
    add("next", "{'when': 'BEFORE', 'priority': 1, 'action': 'CONFIRM', 'reason': 'x'}");

    assertThat(passed(muchWork()).said()).containsExactly("slow SHADOW_TIMEOUT", "next CONFIRM");
  }

  @Test
  void moreSlowPoliciesThanThereAreThreadsDoNotStopOthersForGood() {
    judge = new Judge(Duration.ofMillis(50));
    List<Policy> slow = new ArrayList<>();
    for (int count = 0; count < 40; count++) {
      slow.addAll(
          reader.stored(
              "slow" + count,
              "{\"when\":\"BEFORE\",\"mode\":\"SHADOW\",\"action\":\"ALLOW\",\"condition\":\"%s\"}"
                  .formatted(ENDLESS)));
    }
    Question question = Question.before(call("gong_list_users"), json(muchWork()));

    assertThat(judge.judge(slow, question, fits -> null).said())
        .hasSize(40)
        .allMatch(said -> said.endsWith(" SHADOW_TIMEOUT"));

    add("next", "{'when': 'BEFORE', 'action': 'CONFIRM', 'reason': 'x'}");
    assertThat(passed("{}").said()).containsExactly("next CONFIRM");
  }

  @Test
  void loopsHaveABound() {
    add(
        "loops",
        "{'when': 'BEFORE', 'condition': 'args.list.all(a, args.list.all(b, true))', 'action': 'ALLOW'}");
    ObjectNode arguments = json("{'list': []}");
    for (int count = 0; count < 1_000; count++) {
      arguments.withArray("list").add(count);
    }

    assertThat(denied(arguments.toString()).said()).containsExactly("loops ERROR");
  }

  @Test
  void afterACallTheResultAndTheStatusAreKnown() {
    policies.addAll(
        reader.stored(
            "private",
            "{\"when\":\"AFTER\",\"condition\":\"status == 200 && result.call.isPrivate\",\"action\":\"DENY\",\"reason\":\"It is private.\"}"));

    Judgement verdict =
        judge.judge(
            Policies.of(policies).at(When.AFTER),
            Question.after(call("gong_get_call"), json("{'call': {'isPrivate': true}}"), 200),
            fits -> null);

    assertThat(verdict)
        .asInstanceOf(type(Judgement.Denied.class))
        .extracting(Judgement.Denied::policy)
        .isEqualTo("private");
  }

  private static String muchWork() {
    ObjectNode arguments = json("{'list': []}");
    arguments.put("text", "x".repeat(200_000));
    for (int count = 0; count < 300; count++) {
      arguments.withArray("list").add(count);
    }
    return arguments.toString();
  }

  private static String change(int priority, String patch) {
    return "{'when': 'BEFORE', 'priority': %d, 'action': 'MUTATE', 'change': \"%s\"}"
        .formatted(priority, patch);
  }

  private void add(String name, String document) {
    policies.addAll(reader.stored(name, json(document).toString()));
  }

  private Judgement verdict(String arguments) {
    return judge.judge(
        Policies.of(policies).at(When.BEFORE),
        Question.before(call("gong_list_users"), json(arguments)),
        fits -> null);
  }

  private Judgement.Passed passed(String arguments) {
    Judgement verdict = verdict(arguments);
    assertThat(verdict).isInstanceOf(Judgement.Passed.class);
    return (Judgement.Passed) verdict;
  }

  private Judgement.Denied denied(String arguments) {
    Judgement verdict = verdict(arguments);
    assertThat(verdict).isInstanceOf(Judgement.Denied.class);
    return (Judgement.Denied) verdict;
  }
}
