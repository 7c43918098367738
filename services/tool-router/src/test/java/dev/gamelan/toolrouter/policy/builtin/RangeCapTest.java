package dev.gamelan.toolrouter.policy.builtin;

import static dev.gamelan.toolrouter.policy.FactsExamples.call;
import static dev.gamelan.toolrouter.policy.FactsExamples.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.toolrouter.policy.facts.Question;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Now is 2026-11-22T10:00:00Z; a range may have 30 days. */
class RangeCapTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "gong_list_calls | {'fromDateTime': '2026-11-01T00:00:00Z', 'toDateTime': '2026-11-20T00:00:00Z'}",
        "gong_list_calls | {'fromDateTime': '2026-10-23T10:00:00Z', 'toDateTime': '2026-11-22T10:00:00Z'}",
        "gong_list_calls_extensive | {'filter': {'fromDateTime': '2026-11-01T00:00:00+01:00'}}",
        "gong_list_calls_extensive | {'filter': {'callIds': ['1']}}",
        "gong_get_call | {'id': '1'}",
        "gong_ask_entity | {'timePeriod': 'LAST_30DAYS'}",
        "gong_ask_entity | {'timePeriod': 'THIS_WEEK'}",
      })
  void letsPassWhatIsShortEnough(String tool, String arguments) {
    Question question = Question.before(call(tool), json(arguments));

    assertThat(new RangeCap(30, true).rule(question)).isEqualTo(new Ruling.Silent());
    assertThat(new RangeCap(30, false).rule(question)).isEqualTo(new Ruling.Silent());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "gong_list_calls | {'fromDateTime': '2026-01-01T00:00:00Z', 'toDateTime': '2026-11-20T00:00:00Z'} | {'fromDateTime': '2026-10-21T00:00:00Z', 'toDateTime': '2026-11-20T00:00:00Z'}",
        "gong_list_calls_extensive | {'filter': {'fromDateTime': '2020-01-01T00:00:00Z'}} | {'filter': {'fromDateTime': '2026-10-23T10:00:00Z'}}",
        "gong_list_calls_extensive | {'filter': {'toDateTime': '2020-02-01T00:00:00Z'}} | {'filter': {'toDateTime': '2020-02-01T00:00:00Z', 'fromDateTime': '2020-01-02T00:00:00Z'}}",
        "gong_list_calls_extensive | {'filter': {}} | {'filter': {'fromDateTime': '2026-10-23T10:00:00Z'}}",
        "gong_list_interaction_stats | {'filter': {'fromDate': '2026-01-01', 'toDate': '2026-11-20'}} | {'filter': {'fromDate': '2026-10-21', 'toDate': '2026-11-20'}}",
      })
  void cutsWhatIsLongerToItsLastDaysOrRefusesIt(String tool, String arguments, String cut) {
    Question question = Question.before(call(tool), json(arguments));

    assertThat(new RangeCap(30, true).rule(question)).isEqualTo(new Ruling.Changed(json(cut)));
    assertThat(new RangeCap(30, false).rule(question)).isInstanceOf(Ruling.Against.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "gong_ask_entity | {'timePeriod': 'ALL_CONVERSATIONS'}",
        "gong_ask_entity | {'timePeriod': 'LAST_YEAR'}",
        "gong_ask_entity | {'timePeriod': 'LAST_90DAYS'}",
      })
  void refusesPeriodsThatCannotBeCut(String tool, String arguments) {
    Question question = Question.before(call(tool), json(arguments));

    assertThat(new RangeCap(30, true).rule(question)).isInstanceOf(Ruling.Against.class);
  }
}
