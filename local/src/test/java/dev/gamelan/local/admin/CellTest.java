package dev.gamelan.local.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class CellTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          null                      | ''
          true                      | yes
          false                     | no
          17                        | 17
          "APPROVED"                | APPROVED
          ["a","b"]                 | a, b
          ["a","b","c","d","e","f"] | a, b, c, d and 2 more
          {"a":1}                   | {"a":1}
          """)
  void readsAsAPersonWouldWriteIt(String json, String text) {
    assertThat(Cell.of(JsonMapper.shared().readTree(json))).isEqualTo(text);
  }

  @Test
  void playsNoTricksOnTheTerminal() {
    assertThat(Cell.plain("red\u001b[31m\r\nalert\u202e")).isEqualTo("red [31m alert");
  }

  @Test
  void cutsWhatIsTooLongForATable() {
    var cut = Cell.of(JsonMapper.shared().getNodeFactory().stringNode("x".repeat(200)));
    assertThat(cut).hasSize(80).endsWith("x…");
  }

  @Test
  void showsEachItemInItsColumns() {
    var items =
        JsonMapper.shared()
            .readTree(
                """
                [{"name":"a","profile":{"terms":"TIMED"}},{"name":"b","profile":null}]
                """);
    assertThat(
            Columns.of("PROFILE=/name", "TERMS=/profile/terms").rows(items.valueStream().toList()))
        .containsExactly(List.of("PROFILE", "TERMS"), List.of("a", "TIMED"), List.of("b", ""));
  }
}
