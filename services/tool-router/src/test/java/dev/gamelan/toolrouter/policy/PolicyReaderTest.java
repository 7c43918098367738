package dev.gamelan.toolrouter.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.gamelan.toolrouter.policy.facts.Action;
import dev.gamelan.toolrouter.policy.facts.When;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyReaderTest {
  private final PolicyReader reader = new PolicyReader();

  @Test
  void readsAllThatAPolicyMaySay() {
    Policy policy =
        ok(
            """
            {'title': 'No deleting', 'when': 'BEFORE', 'priority': 900, 'mode': 'SHADOW',
             'condition': 'tool.effect == "DELETE"', 'action': 'DENY', 'reason': 'Ask Ann.'}
            """);

    assertThat(policy.name()).isEqualTo("example");
    assertThat(policy.title()).isEqualTo("No deleting");
    assertThat(policy.when()).isEqualTo(When.BEFORE);
    assertThat(policy.priority()).isEqualTo(900);
    assertThat(policy.enforced()).isFalse();
    assertThat(policy.rule())
        .asInstanceOf(type(Policy.Rule.Plain.class))
        .satisfies(
            rule -> {
              assertThat(rule.action()).isEqualTo(Action.DENY);
              assertThat(rule.reason()).isEqualTo("Ask Ann.");
            });
  }

  @Test
  void whatIsNotSaidIsPriority500EnforcedAndAlways() {
    Policy policy = ok("{'when': 'BEFORE', 'action': 'ALLOW'}");

    assertThat(policy.priority()).isEqualTo(500);
    assertThat(policy.enforced()).isTrue();
    assertThat(policy.title()).isEqualTo("example");
  }

  @Test
  void aBuiltInBringsItsMomentAndItsAction() {
    Policy policy = ok("{'builtIn': {'kind': 'card-numbers'}}");

    assertThat(policy.when()).isEqualTo(When.AFTER);
    assertThat(policy.rule())
        .asInstanceOf(type(Policy.Rule.Ready.class))
        .satisfies(rule -> assertThat(rule.builtIn().action()).isEqualTo(Action.MUTATE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'when': 'BEFORE', 'action': 'DENY'} | DENY needs a reason: a sentence for the caller.",
        "{'when': 'LATER', 'action': 'DENY'} | when must be one of BEFORE, AFTER.",
        "{'when': 'BEFORE'} | when (BEFORE or AFTER) and action (ALLOW, DENY, MUTATE or CONFIRM) are needed",
        "{'when': 'BEFORE', 'action': 'ALLOW', 'priority': 1001} | priority must be a whole number from 0 to 1000.",
        "{'when': 'BEFORE', 'action': 'ALLOW', 'mode': 'OFF'} | mode must be ENFORCE or SHADOW.",
        "{'when': 'BEFORE', 'action': 'ALLOW', 'priorty': 1} | A policy has no field 'priorty', only action, builtIn, change,",
        "{'when': 'AFTER', 'action': 'CONFIRM', 'reason': 'x'} | CONFIRM is for BEFORE: after the call it is too late to ask.",
        "{'when': 'BEFORE', 'action': 'MUTATE'} | MUTATE needs change, an expression",
        "{'when': 'BEFORE', 'action': 'MUTATE', 'change': '1'} | change: must give map(string, …), and gives int.",
        "{'when': 'BEFORE', 'action': 'ALLOW', 'change': '{}'} | change goes with MUTATE alone.",
        "{'when': 'BEFORE', 'action': 'ALLOW', 'condition': 'caller.nmae == \"x\"'} | condition: line 1, character 7: undefined field 'nmae'; before a call there are caller.{name|displayName|groups|roles}, client.{id|name}, connection,",
        "{'when': 'BEFORE', 'action': 'ALLOW', 'condition': 'result.x'} | condition: line 1, character 1: undeclared reference to 'result'",
        "{'when': 'AFTER', 'action': 'ALLOW', 'condition': 'has(args.x)'} | undeclared reference to 'args'",
        "{'when': 'BEFORE', 'action': 'ALLOW', 'condition': 'caller.name'} | condition: must give bool, and gives string.",
        "{'when': 'BEFORE', 'action': 'ALLOW', 'condition': 'true &&'} | condition: line 1, character 8:",
        "{'builtIn': {'kind': 'magic'}} | builtIn.kind must be one of redaction, card-numbers, range-cap,",
        "{'builtIn': {'kind': 'card-numbers'}, 'action': 'DENY'} | action must be MUTATE with this built-in",
        "{'builtIn': {'kind': 'card-numbers'}, 'when': 'BEFORE'} | when must be AFTER with this built-in",
        "{'builtIn': {'kind': 'daily-cap', 'calls': 5}} | builtIn.per is missing, such as USER, CLIENT or TOOL.",
        "{'builtIn': {'kind': 'daily-cap', 'per': 'USER', 'calls': -1}} | builtIn.calls must be a whole number from 0 to",
        "{'builtIn': {'kind': 'daily-cap', 'per': 'USER', 'calls': 1, 'call': 1}} | builtIn has the unknown setting 'call'; here there are calls, kind, per.",
        "{'builtIn': {'kind': 'redaction'}} | builtIn.fields is missing",
        "{'builtIn': {'kind': 'redaction', 'fields': ['a..b']}} | builtIn.fields must have names such as",
        "{'builtIn': {'kind': 'write-hours', 'zone': 'Mars', 'from': '08:00', 'to': '09:00'}} | builtIn.zone must be a time zone",
        "{'builtIn': {'kind': 'write-hours', 'zone': 'UTC', 'from': '09:00', 'to': '08:00'}} | builtIn.from must be before builtIn.to.",
        "{'builtIn': {'kind': 'write-hours', 'zone': 'UTC', 'from': '08:00', 'to': '09:00', 'days': ['MON']}} | builtIn.days must be days such as MONDAY",
      })
  void saysWhatIsWrongAndWhere(String document, String sentence) {
    assertThat(reader.read("example", FactsExamples.json(document)))
        .asInstanceOf(type(PolicyReader.Read.Wrong.class))
        .extracting(PolicyReader.Read.Wrong::sentence)
        .asString()
        .contains(sentence);
  }

  @Test
  void anExpressionHasABound() {
    String long2001 = "true" + " ".repeat(1997);

    assertThat(
            reader.read(
                "example",
                FactsExamples.json("{'when': 'BEFORE', 'action': 'ALLOW'}")
                    .put("condition", long2001)))
        .asInstanceOf(type(PolicyReader.Read.Wrong.class))
        .extracting(PolicyReader.Read.Wrong::sentence)
        .isEqualTo("condition: may have 2000 characters at most.");
  }

  @Test
  void whatAnotherVersionWroteIsReadAsFarAsItIsKnown() {
    assertThat(reader.stored("newer", "{\"when\":\"BEFORE\",\"action\":\"ALLOW\",\"owner\":\"x\"}"))
        .singleElement()
        .satisfies(policy -> assertThat(policy.rule()).isInstanceOf(Policy.Rule.Plain.class));
  }

  @Test
  void whatCannotBeReadFailsWheneverItIsAsked() {
    assertThat(reader.stored("broken", "{\"when\":\"BEFORE\",\"action\":\"EXPLODE\"}"))
        .singleElement()
        .satisfies(
            policy -> {
              assertThat(policy.when()).isEqualTo(When.BEFORE);
              assertThat(policy.enforced()).isTrue();
              assertThat(policy.rule()).isInstanceOf(Policy.Rule.Unreadable.class);
            });
    assertThat(reader.stored("broken", "no JSON"))
        .extracting(Policy::when)
        .isEqualTo(List.of(When.BEFORE, When.AFTER));
  }

  private Policy ok(String document) {
    return switch (reader.read("example", FactsExamples.json(document))) {
      case PolicyReader.Read.Ok(var policy) -> policy;
      case PolicyReader.Read.Wrong(var sentence) -> throw new AssertionError(sentence);
    };
  }
}
