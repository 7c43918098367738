package dev.gamelan.toolrouter.policy.builtin;

import static dev.gamelan.toolrouter.policy.FactsExamples.call;
import static dev.gamelan.toolrouter.policy.FactsExamples.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.toolrouter.policy.facts.Question;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CardNumbersTest {
  private final CardNumbers cards = new CardNumbers("#");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "4111111111111111 | #",
        "It is 4111 1111 1111 1111, yes. | It is #, yes.",
        "4111-1111-1111-1111 | #",
        "4111\u00a01111\u20111111 1111 | #",
        "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 then | # then",
        "4111, 1111, 1111, 1111 | #",
        "3782 822463 10005 (Amex) | # (Amex)",
        "in room 12 4111 1111 1111 1111 | in room 12 #",
        "4111111111111111 and 5555 5555 5555 4444. | # and #.",
        "cvv 123: 6011000990139424 | cvv 123: #",
        "2223000048400011 | #",
      })
  void takesOutNumbersHoweverTheyAreSpaced(String text, String masked) {
    assertThat(cards.masked(text)).isEqualTo(masked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111111111111112",
        "1234 5678 9012 3456",
        "https://app.gong.io/call?id=4111111111111111",
        "a4111111111111111",
        "4111111111111111b",
        "411111111111",
        "+49 30 1234567",
        "2026-11-22T10:00:00Z",
      })
  void leavesOtherNumbersAlone(String text) {
    assertThat(cards.masked(text)).isEqualTo(text);
  }

  @Test
  void looksIntoEveryTextOfATranscript() {
    Question question =
        Question.after(
            call("gong_get_call_transcripts"),
            json(
                """
                {'callTranscripts': [{'callId': '4111111111111111', 'transcript': [
                  {'speakerId': '1', 'sentences': [
                    {'start': 460, 'text': 'My card is 4111 1111 1111 1111.'},
                    {'start': 4111111111111111, 'text': 'Thanks.'}]}]}]}
                """),
            200);

    assertThat(cards.rule(question))
        .isEqualTo(
            new Ruling.Changed(
                json(
                    """
                    {'callTranscripts': [{'callId': '4111111111111111', 'transcript': [
                      {'speakerId': '1', 'sentences': [
                        {'start': 460, 'text': 'My card is #.'},
                        {'start': '#', 'text': 'Thanks.'}]}]}]}
                    """)));
  }

  @Test
  void saysNothingWhereThereIsNone() {
    assertThat(cards.rule(Question.after(call("gong_get_call"), json("{'a': ['b', 1]}"), 200)))
        .isEqualTo(new Ruling.Silent());
  }

  @Test
  void staysQuickOnAMegabyteOfDigits() {
    assertThat(cards.masked("1 ".repeat(500_000))).hasSize(1_000_000);
    assertThat(cards.masked("7".repeat(1_000_000))).hasSize(1_000_000);
  }
}
