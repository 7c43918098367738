package dev.gamelan.toolrouter.policy;

import static dev.gamelan.toolrouter.policy.FactsExamples.NOW;
import static dev.gamelan.toolrouter.policy.FactsExamples.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.toolrouter.policy.facts.CallFacts;
import dev.gamelan.toolrouter.policy.facts.Question;
import dev.gamelan.toolrouter.policy.facts.When;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** The worked examples of docs/policies.md do what is said there. */
class PolicyGuideTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("### ([a-z-]+)\\n(?:(?!###)[\\s\\S])*?```json\\n([\\s\\S]*?)```");
  private static final Map<String, String> EXAMPLES = examples();

  private final Judge judge = new Judge(Duration.ofSeconds(20));

  @AfterEach
  void stop() {
    judge.close();
  }

  @Test
  void everyExampleIsTriedHere() {
    assertThat(EXAMPLES.keySet())
        .containsExactly(
            "analysts-are-excused",
            "costly-a-hundred-a-day",
            "dangerous-for-service-clients-only",
            "deletes-need-a-yes",
            "ninety-days",
            "no-addresses-for-agents",
            "no-card-numbers",
            "one-workspace",
            "private-calls-stay-private",
            "try-it-first",
            "writes-in-office-hours");
  }

  @Test
  void deletesNeedAYes() {
    assertThat(passed(before("gong_delete_meeting", "{}", "deletes-need-a-yes")).confirmations())
        .containsExactly("gong_delete_meeting deletes.");
    assertThat(passed(before("gong_update_meeting", "{}", "deletes-need-a-yes")).confirmations())
        .isEmpty();
  }

  @Test
  void dangerousOperationsAreForOneClientAlone() {
    String name = "dangerous-for-service-clients-only";

    assertThat(denied(before("gong_assign_prospects", "{}", name)).sentence())
        .contains("done by the back office alone");
    assertThat(said(before("gong_list_users", "{}", name))).isEmpty();
    CallFacts backOffice = facts("gong_assign_prospects", Set.of(), "back-office", NOW, 0);
    assertThat(said(judged(Question.before(backOffice, json("{}")), name))).isEmpty();
  }

  @Test
  void costlyOnesAreCapped() {
    CallFacts last = facts("gong_ask_entity", Set.of(), "claude", NOW, 99);
    CallFacts oneMore = facts("gong_ask_entity", Set.of(), "claude", NOW, 100);
    CallFacts cheap = facts("gong_list_users", Set.of(), "claude", NOW, 100);

    assertThat(said(judged(Question.before(last, json("{}")), "costly-a-hundred-a-day"))).isEmpty();
    assertThat(said(judged(Question.before(oneMore, json("{}")), "costly-a-hundred-a-day")))
        .containsExactly("costly-a-hundred-a-day DENIED");
    assertThat(said(judged(Question.before(cheap, json("{}")), "costly-a-hundred-a-day")))
        .isEmpty();
  }

  @Test
  void analystsAreExcusedFromTheRangeOthersHave() {
    ObjectNode year =
        json("{'fromDateTime': '2026-01-01T00:00:00Z', 'toDateTime': '2026-11-01T00:00:00Z'}");
    CallFacts analyst = facts("gong_list_calls", Set.of("/analysts"), "claude", NOW, 0);
    CallFacts other = facts("gong_list_calls", Set.of("/sales"), "claude", NOW, 0);
    String[] both = {"analysts-are-excused", "ninety-days"};

    assertThat(said(judged(Question.before(analyst, year), both)))
        .containsExactly("analysts-are-excused ALLOWED");
    assertThat(said(judged(Question.before(other, year), both)))
        .containsExactly("ninety-days DENIED");
  }

  @Test
  void salesGetsItsOwnWorkspace() {
    CallFacts sales = facts("gong_list_calls", Set.of("/sales"), "claude", NOW, 0);

    assertThat(
            passed(
                    judged(
                        Question.before(sales, json("{'workspaceId': '1', 'cursor': 'x'}")),
                        "one-workspace"))
                .content())
        .isEqualTo(json("{'workspaceId': '623457276584334', 'cursor': 'x'}"));
  }

  @Test
  void agentsGetNoAddresses() {
    ObjectNode result =
        json("{'users': [{'id': '1', 'emailAddress': 'a@b.example', 'phoneNumber': '1'}]}");
    Question agent =
        Question.after(facts("gong_list_users", Set.of(), "claude", NOW, 0), result, 200);
    Question person = Question.after(facts("gong_list_users", Set.of(), "", NOW, 0), result, 200);

    assertThat(passed(judged(agent, "no-addresses-for-agents")).content())
        .isEqualTo(
            json(
                "{'users': [{'id': '1', 'emailAddress': '[redacted]', 'phoneNumber': '[redacted]'}]}"));
    assertThat(passed(judged(person, "no-addresses-for-agents")).changed()).isFalse();
  }

  @Test
  void nobodyGetsCardNumbers() {
    Question question =
        Question.after(
            facts("gong_get_call_transcripts", Set.of(), "", NOW, 0),
            json("{'text': 'It is 4111-1111-1111-1111.'}"),
            200);

    assertThat(passed(judged(question, "no-card-numbers")).content())
        .isEqualTo(json("{'text': 'It is [card number].'}"));
  }

  @Test
  void privateCallsStayPrivate() {
    CallFacts call = facts("gong_get_call", Set.of(), "", NOW, 0);
    String name = "private-calls-stay-private";

    assertThat(said(judged(Question.after(call, json("{'call': {'isPrivate': true}}"), 200), name)))
        .containsExactly(name + " DENIED");
    assertThat(said(judged(Question.after(call, json("{'call': {'id': '1'}}"), 200), name)))
        .isEmpty();
  }

  @Test
  void writesWaitForOfficeHours() {
    assertThat(denied(before("gong_delete_meeting", "{}", "writes-in-office-hours")).retryAt())
        .isEqualTo("2026-11-23T07:00:00Z");
  }

  @Test
  void aTrialIsOnlyNoted() {
    assertThat(said(before("gong_get_call_transcripts", "{}", "try-it-first")))
        .containsExactly("try-it-first SHADOW_DENIED");
  }

  private Judgement before(String tool, String arguments, String example) {
    return judged(
        Question.before(facts(tool, Set.of(), "claude", NOW, 0), json(arguments)), example);
  }

  private Judgement judged(Question question, String... examples) {
    List<Policy> policies = new ArrayList<>();
    PolicyReader reader = new PolicyReader();
    for (String name : examples) {
      assertThat(reader.read(name, json(EXAMPLES.getOrDefault(name, ""))))
          .isInstanceOf(PolicyReader.Read.Ok.class);
      policies.addAll(reader.stored(name, EXAMPLES.getOrDefault(name, "")));
    }
    When when = question.when();
    return judge.judge(Policies.of(policies).at(when), question, fits -> null);
  }

  private static CallFacts facts(
      String tool, Set<String> groups, String client, Instant now, long byTool) {
    CallFacts call = FactsExamples.call(tool, now, new CallFacts.Usage(0, 0, byTool));
    return new CallFacts(
        new CallFacts.Caller("keycloak:ann", "Ann", groups, Set.of("read", "write")),
        CallFacts.Client.of(client, "Claude"),
        call.connection(),
        call.tool(),
        now,
        call.usage());
  }

  private static List<String> said(Judgement judgement) {
    return judgement.said();
  }

  private static Judgement.Passed passed(Judgement judgement) {
    assertThat(judgement).isInstanceOf(Judgement.Passed.class);
    return (Judgement.Passed) judgement;
  }

  private static Judgement.Denied denied(Judgement judgement) {
    assertThat(judgement).isInstanceOf(Judgement.Denied.class);
    return (Judgement.Denied) judgement;
  }

  private static Map<String, String> examples() {
    Map<String, String> examples = new TreeMap<>();
    try {
      Matcher found = EXAMPLE.matcher(Files.readString(Path.of("..", "..", "docs", "policies.md")));
      while (found.find()) {
        examples.put(found.group(1), found.group(2));
      }
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
    return examples;
  }
}
