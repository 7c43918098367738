package dev.gamelan.toolrouter.policy.builtin;

import static dev.gamelan.toolrouter.policy.FactsExamples.call;
import static dev.gamelan.toolrouter.policy.FactsExamples.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.toolrouter.policy.facts.Question;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class RedactionTest {
  private static final String CALLS =
      """
      {'requestId': 'r', 'calls': [{'id': '1', 'parties': [
        {'name': 'Ann', 'emailAddress': 'ann@example.com', 'phones': ['1', '2'], 'speakerId': 7}]}],
       'emailAddress': null}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'emailAddress' | {'name': 'Ann', 'emailAddress': '[redacted]', 'phones': ['1', '2'], 'speakerId': 7}",
        "'calls[].parties[].name' | {'name': '[redacted]', 'emailAddress': 'ann@example.com', 'phones': ['1', '2'], 'speakerId': 7}",
        "'calls.*.phones' | {'name': 'Ann', 'emailAddress': 'ann@example.com', 'speakerId': 7}",
        "'speakerId', 'name' | {'name': '[redacted]', 'emailAddress': 'ann@example.com', 'phones': ['1', '2']}",
      })
  void takesOutFieldsByNameAndByPlace(String fields, String left) {
    ObjectNode redacted = redacted("{'fields': [%s]}".formatted(fields), CALLS);

    assertThat(redacted.at("/calls/0/parties/0")).isEqualTo(json(left));
    assertThat(redacted.get("requestId").stringValue()).isEqualTo("r");
    assertThat(redacted.get("emailAddress").isNull()).isTrue();
  }

  @Test
  void aPathIsCountedFromTheTop() {
    assertThat(rule("{'fields': ['parties.name']}", CALLS)).isEqualTo(new Ruling.Silent());
  }

  @Test
  void otherWordsMayStandInTheirPlace() {
    assertThat(redacted("{'fields': ['a'], 'with': 'gone'}", "{'a': 'x', 'b': {'a': 'y'}}"))
        .isEqualTo(json("{'a': 'gone', 'b': {'a': 'gone'}}"));
  }

  private static ObjectNode redacted(String settings, String content) {
    return rule(settings, content) instanceof Ruling.Changed(var changed)
        ? changed
        : json("{'silent': true}");
  }

  private static Ruling rule(String settings, String content) {
    return Redaction.read(new Settings(json(settings)))
        .rule(Question.after(call("gong_list_calls_extensive"), json(content), 200));
  }
}
