package dev.gamelan.toolrouter.visibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.toolrouter.visibility.Carried.Kind;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class SieveTest {
  private static final Carried CALLS = new Carried(Kind.CALLS, "calls", "id");
  private static final Carried TRANSCRIPTS = new Carried(Kind.NAMED, "callTranscripts", "callId");
  private static final Map<String, CallFacts> KNOWN =
      Map.of(
          "1", new CallFacts("1", "ann", "1", false, Set.of()),
          "2", new CallFacts("2", "bob", "1", false, Set.of()));

  /** What ann may see: her own. */
  private static Sieve sieve(Carried carried) {
    return new Sieve(carried, call -> "ann".equals(call.owner()), "ann"::equals, KNOWN::get);
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) new JsonMapper().readTree(text);
  }

  @Test
  void aListKeepsWhatMayBeSeenAndCountsTheRest() {
    ObjectNode answer =
        json(
            """
            {"requestId": "r", "records": {"totalRecords": 210, "currentPageSize": 3},
             "calls": [{"id": "7", "primaryUserId": "ann", "isPrivate": false},
                       {"id": "8", "primaryUserId": "bob", "title": "secret"},
                       {"title": "no id"}]}
            """);

    assertThat(sieve(CALLS).sift(answer)).isEqualTo(2);
    assertThat(answer)
        .hasToString(
            json("""
                {"requestId": "r", "records": {"totalRecords": 208, "currentPageSize": 1},
                 "calls": [{"id": "7", "primaryUserId": "ann", "isPrivate": false}]}
                """)
                .toString());
  }

  @Test
  void whatIsKnownOfACallLatelyGoesBeforeWhatAnOldAnswerSays() {
    ObjectNode answer = json("{\"calls\": [{\"id\": \"2\", \"primaryUserId\": \"ann\"}]}");

    assertThat(sieve(CALLS).sift(answer)).isEqualTo(1);
  }

  @Test
  void aTranscriptIsJudgedByItsCallAndWithheldWhereThatIsNotKnown() {
    ObjectNode answer =
        json(
            """
            {"callTranscripts": [{"callId": "1"}, {"callId": "2"}, {"callId": "3"}, {}]}
            """);

    assertThat(sieve(TRANSCRIPTS).undecided(answer)).containsExactly("3");
    assertThat(sieve(TRANSCRIPTS).sift(answer)).isEqualTo(3);
    assertThat(answer).isEqualTo(json("{\"callTranscripts\": [{\"callId\": \"1\"}]}"));
  }

  @Test
  void whatGongPutsElsewhereIsNotPassedOn() {
    ObjectNode answer =
        json("{\"callTranscripts\": {\"callId\": \"1\"}, \"more\": [{\"callId\": \"2\"}]}");

    assertThat(sieve(TRANSCRIPTS).sift(answer)).isEqualTo(2);
    assertThat(answer).isEmpty();
  }

  @Test
  void figuresAreJudgedByTheirPerson() {
    ObjectNode answer =
        json("{\"stats\": [{\"userId\": \"ann\"}, {\"userId\": \"bob\"}, {\"userId\": null}]}");

    assertThat(sieve(new Carried(Kind.PEOPLE, "stats", "userId")).sift(answer)).isEqualTo(2);
    assertThat(answer).isEqualTo(json("{\"stats\": [{\"userId\": \"ann\"}]}"));
  }

  @Test
  void callsNamedInAPersonsDaysAreJudgedOneByOne() {
    Sieve days = sieve(new Carried(Kind.DAYS, "people", "userId"));
    ObjectNode answer =
        json(
            """
            {"people": [
              {"userId": "ann", "userDailyActivityStats": [
                {"callsAsHost": ["1"], "othersCallsListenedTo": ["2", "3"], "fromDate": "d"}]},
              {"userId": "bob", "userDailyActivityStats": [{"callsAsHost": ["9"]}]}]}
            """);

    assertThat(days.undecided(answer)).containsExactly("3");
    assertThat(days.sift(answer)).isEqualTo(3);
    assertThat(answer)
        .isEqualTo(
            json(
                """
                {"people": [{"userId": "ann", "userDailyActivityStats": [
                  {"callsAsHost": ["1"], "othersCallsListenedTo": [], "fromDate": "d"}]}]}
                """));
  }

  @Test
  void aCallWithoutAWordOnPrivacyIsPrivate() {
    assertThat(CallFacts.of(json("{\"id\": \"1\"}")).orElseThrow().isPrivate()).isTrue();
    assertThat(
            CallFacts.of(json("{\"metaData\": {\"id\": 1, \"isPrivate\": false}}")).orElseThrow())
        .isEqualTo(new CallFacts("1", null, null, false, Set.of()));
  }
}
