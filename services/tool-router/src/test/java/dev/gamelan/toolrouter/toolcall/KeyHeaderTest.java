package dev.gamelan.toolrouter.toolcall;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;

class KeyHeaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"abc\"|abc",
        "\"with a space\"|with a space",
        "\"a \\\" and a \\\\\"|a \" and a \\",
        "8e03978e-40d5-43dd-bc93-6894a57f9324|8e03978e-40d5-43dd-bc93-6894a57f9324",
        "a/b+c==|a/b+c=="
      })
  void isAStringInQuotesOrTheSameWithoutThem(String header, String key) {
    assertThat(said(header)).isEqualTo(new KeyHeader.Key(key));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\"\"", "\"open", "open\"", "\"a\";b=1", "two words", "\"a\\n\"", "grün"})
  void whatIsNoneIsToldApart(String header) {
    assertThat(said(header)).isInstanceOf(KeyHeader.Unreadable.class);
  }

  @Test
  void hasAtMost200Characters() {
    assertThat(said("\"%s\"".formatted("x".repeat(200)))).isInstanceOf(KeyHeader.Key.class);
    assertThat(said("\"%s\"".formatted("x".repeat(201)))).isInstanceOf(KeyHeader.Unreadable.class);
  }

  @Test
  void twoAreNone() {
    HttpHeaders headers = new HttpHeaders();
    headers.add(KeyHeader.NAME, "\"a\"");
    headers.add(KeyHeader.NAME, "\"b\"");
    assertThat(KeyHeader.of(headers)).isInstanceOf(KeyHeader.Unreadable.class);
  }

  @Test
  void nobodyNeedsOne() {
    assertThat(KeyHeader.of(new HttpHeaders())).isEqualTo(new KeyHeader.None());
  }

  private static KeyHeader said(String header) {
    HttpHeaders headers = new HttpHeaders();
    headers.add(KeyHeader.NAME, header);
    return KeyHeader.of(headers);
  }
}
