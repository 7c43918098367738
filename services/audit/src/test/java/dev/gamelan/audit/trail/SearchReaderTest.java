package dev.gamelan.audit.trail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchReaderTest {
  private static final AuditProperties PROPERTIES = new AuditProperties(100, 1000);

  private static SearchReading read(Map<String, List<String>> parameters) {
    return SearchReader.read(parameters, PROPERTIES);
  }

  @Test
  void asksForEverythingWhereNothingIsSaid() {
    assertThat(read(Map.of()))
        .isEqualTo(new SearchReading.Understood(new EventSearch(Map.of(), null, null, null, 100)));
  }

  @Test
  void understandsEveryParameter() {
    var cursor = new Cursor(Events.NOON, "c1/ended");
    assertThat(
            read(
                Map.ofEntries(
                    Map.entry("connection", List.of("acme")),
                    Map.entry("call", List.of("c1")),
                    Map.entry("caller", List.of("reader")),
                    Map.entry("client", List.of("inspector-1")),
                    Map.entry("subject", List.of("tool acme/gong_get_call")),
                    Map.entry("tool", List.of("gong_get_call")),
                    Map.entry("outcome", List.of("answered")),
                    Map.entry("kind", List.of("CALL_ENDED")),
                    Map.entry("from", List.of("2026-05-01T10:00:00+02:00")),
                    Map.entry("to", List.of("2026-05-02T00:00:00Z")),
                    Map.entry("limit", List.of("1000")),
                    Map.entry("cursor", List.of(cursor.text())))))
        .isEqualTo(
            new SearchReading.Understood(
                new EventSearch(
                    Map.of(
                        Filter.CONNECTION, "acme",
                        Filter.CALL, "c1",
                        Filter.CALLER, "reader",
                        Filter.CLIENT, "inspector-1",
                        Filter.SUBJECT, "tool acme/gong_get_call",
                        Filter.TOOL, "gong_get_call",
                        Filter.OUTCOME, "answered",
                        Filter.KIND, "CALL_ENDED"),
                    Instant.parse("2026-05-01T08:00:00Z"),
                    Instant.parse("2026-05-02T00:00:00Z"),
                    cursor,
                    1000)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          callr  | reader                    | The parameters are call, caller, client, connection, cursor, from, kind, limit, outcome, subject, to, tool; no other is known.
          kind   | call_ended                | kind must be one of CALL_ADMITTED, CALL_REFUSED, CALL_ENDED, GOVERNANCE_CHANGED, CONNECTION_CHANGED, ADMINISTRATION_REFUSED, ANSWER_FILTERED, WRITE_SETTLED.
          kind   | UNKNOWN                   | kind must be one of CALL_ADMITTED, CALL_REFUSED, CALL_ENDED, GOVERNANCE_CHANGED, CONNECTION_CHANGED, ADMINISTRATION_REFUSED, ANSWER_FILTERED, WRITE_SETTLED.
          from   | yesterday                 | from must be a time with its offset, such as 2026-05-01T08:00:00Z.
          to     | 2026-05-01                | to must be a time with its offset, such as 2026-05-01T08:00:00Z.
          to     | +999999-01-01T00:00:00Z   | to must be a time with its offset, such as 2026-05-01T08:00:00Z.
          limit  | 0                         | limit must be a number from 1 to 1000.
          limit  | 1001                      | limit must be a number from 1 to 1000.
          limit  | -1                        | limit must be a number from 1 to 1000.
          limit  | many                      | limit must be a number from 1 to 1000.
          limit  | 99999999999999            | limit must be a number from 1 to 1000.
          cursor | 17                        | cursor must be the nextCursor of a page before, unchanged.
          caller | ''                        | caller must stand once, with a value.
          """)
  void saysWhatWasExpectedInsteadOfABadValue(String name, String value, String detail) {
    assertThat(read(Map.of(name, List.of(value))))
        .isEqualTo(new SearchReading.NotUnderstood(detail));
  }

  @Test
  void refusesAParameterThatStandsTwiceOrIsEndless() {
    assertThat(read(Map.of("tool", List.of("a", "b"))))
        .isEqualTo(new SearchReading.NotUnderstood("tool must stand once, with a value."));
    assertThat(read(Map.of("tool", List.of("a\0b"))))
        .isEqualTo(new SearchReading.NotUnderstood("tool must stand once, with a value."));
    assertThat(read(Map.of("tool", List.of("x".repeat(10_000)))))
        .isEqualTo(new SearchReading.NotUnderstood("tool is too long."));
  }

  @Test
  void refusesATimeThatEndsBeforeItBegins() {
    assertThat(
            read(
                Map.of(
                    "from", List.of("2026-05-02T00:00:00Z"),
                    "to", List.of("2026-05-02T00:00:00Z"))))
        .isEqualTo(new SearchReading.NotUnderstood("from must be before to."));
  }

  @Test
  void namesEverythingThatIsWrongAtOnce() {
    assertThat(read(Map.of("limit", List.of("0"), "kind", List.of("x"))))
        .isEqualTo(
            new SearchReading.NotUnderstood(
                "kind must be one of CALL_ADMITTED, CALL_REFUSED, CALL_ENDED, GOVERNANCE_CHANGED, CONNECTION_CHANGED, ADMINISTRATION_REFUSED, ANSWER_FILTERED, WRITE_SETTLED."
                    + " limit must be a number from 1 to 1000."));
  }
}
