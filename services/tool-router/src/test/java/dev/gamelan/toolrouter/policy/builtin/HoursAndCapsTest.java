package dev.gamelan.toolrouter.policy.builtin;

import static dev.gamelan.toolrouter.policy.FactsExamples.NOW;
import static dev.gamelan.toolrouter.policy.FactsExamples.call;
import static dev.gamelan.toolrouter.policy.FactsExamples.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.gamelan.toolrouter.policy.facts.CallFacts;
import dev.gamelan.toolrouter.policy.facts.Question;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HoursAndCapsTest {
  private static final WriteHours OFFICE =
      WriteHours.read(
          new Settings(
              json(
                  """
                  {'zone': 'Europe/Berlin', 'from': '08:00', 'to': '18:00',
                   'days': ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY']}
                  """)));

  @ParameterizedTest
  @CsvSource({
    "2026-11-23T06:59:59Z, 2026-11-23T07:00:00Z",
    "2026-11-23T17:00:00Z, 2026-11-24T07:00:00Z",
    "2026-11-22T10:00:00Z, 2026-11-23T07:00:00Z",
    "2026-11-27T17:30:00Z, 2026-11-30T07:00:00Z",
    "2026-03-27T20:00:00Z, 2026-03-30T06:00:00Z",
  })
  void writesWaitForTheNextOpening(Instant now, Instant opens) {
    assertThat(OFFICE.rule(asked("gong_delete_meeting", now)))
        .asInstanceOf(type(Ruling.Against.class))
        .extracting(Ruling.Against::retryAt)
        .isEqualTo(opens);
  }

  @ParameterizedTest
  @CsvSource({"2026-11-23T07:00:00Z", "2026-11-23T16:59:59Z"})
  void writesPassWithinTheHours(Instant now) {
    assertThat(OFFICE.rule(asked("gong_delete_meeting", now))).isEqualTo(new Ruling.Silent());
  }

  @Test
  void readsPassAtAnyHour() {
    assertThat(OFFICE.rule(asked("gong_list_users", NOW))).isEqualTo(new Ruling.Silent());
  }

  @ParameterizedTest
  @CsvSource({"USER, 5", "CLIENT, 6", "TOOL, 7"})
  void aDayHasItsCap(String per, long made) {
    CallFacts call = call("gong_list_users", NOW, new CallFacts.Usage(5, 6, 7));

    assertThat(cap(per, made).rule(Question.before(call, json("{}"))))
        .asInstanceOf(type(Ruling.Against.class))
        .extracting(Ruling.Against::sentence)
        .asString()
        .contains("%d calls within 24 hours, and %d are allowed".formatted(made, made));
    assertThat(cap(per, made + 1).rule(Question.before(call, json("{}"))))
        .isEqualTo(new Ruling.Silent());
  }

  @Test
  void whoProvesNoClientHasNoCapOfOne() {
    CallFacts told = call("gong_list_users", NOW, new CallFacts.Usage(5, 6, 7));
    CallFacts call =
        new CallFacts(
            told.caller(),
            CallFacts.Client.of(null, "Claude"),
            told.connection(),
            told.tool(),
            NOW,
            told.usage());

    assertThat(cap("CLIENT", 1).rule(Question.before(call, json("{}"))))
        .isEqualTo(new Ruling.Silent());
  }

  @Test
  void aFurtherPageIsRefused() {
    assertThat(
            new NoFurtherPages()
                .rule(Question.before(call("gong_list_users"), json("{'cursor': 'abc'}"))))
        .isInstanceOf(Ruling.Against.class);
    assertThat(new NoFurtherPages().rule(asked("gong_list_users", NOW)))
        .isEqualTo(new Ruling.Silent());
  }

  @Test
  void longListsAreCut() {
    Question question =
        Question.after(
            call("gong_list_users"),
            json("{'users': [1, 2, 3], 'records': {'totalRecords': 3, 'currentPageSize': 3}}"),
            200);

    assertThat(new PageCap(2).rule(question))
        .isEqualTo(
            new Ruling.Changed(
                json("{'users': [1, 2], 'records': {'totalRecords': 3, 'currentPageSize': 2}}")));
    assertThat(new PageCap(3).rule(question)).isEqualTo(new Ruling.Silent());
  }

  @Test
  void whatDeletesAsks() {
    assertThat(new DeletesAsk().rule(asked("gong_delete_meeting", NOW)))
        .isInstanceOf(Ruling.Ask.class);
    assertThat(new DeletesAsk().rule(asked("gong_update_meeting", NOW)))
        .isEqualTo(new Ruling.Silent());
  }

  private static DailyCap cap(String per, long calls) {
    return DailyCap.read(new Settings(json("{'per': '%s', 'calls': %d}".formatted(per, calls))));
  }

  private static Question asked(String tool, Instant now) {
    return Question.before(call(tool, now, CallFacts.Usage.NONE), json("{}"));
  }
}
