package dev.gamelan.local.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ToolChoiceTest {
  private static final List<JsonNode> TOOLS =
      JsonMapper.shared()
          .readTree(
              """
              [{"name":"gong_list_calls","effect":"READ","state":"APPROVED"},
               {"name":"gong_list_users","effect":"READ","state":"PENDING_REVIEW"},
               {"name":"gong_delete_meeting","effect":"DELETE","state":"PENDING_REVIEW"},
               {"name":"gong_gone","effect":null,"state":"REMOVED"}]
              """)
          .valueStream()
          .toList();

  @Test
  void meansNamesAndPatternsOnce() throws IOException {
    assertThat(choice("gong_list_*", "gong_list_calls").of(TOOLS))
        .containsExactly("gong_list_calls", "gong_list_users");
    assertThat(choice("*meeting").of(TOOLS)).containsExactly("gong_delete_meeting");
  }

  @Test
  void meansAllThatAreStillOffered() throws IOException {
    assertThat(new ToolChoice(List.of(), true, null, null).of(TOOLS)).hasSize(3);
  }

  @Test
  void meansThoseWithAnEffectOrInAState() throws IOException {
    assertThat(new ToolChoice(List.of(), false, "read", null).of(TOOLS)).hasSize(2);
    assertThat(new ToolChoice(List.of(), false, null, "pending-review").of(TOOLS)).hasSize(2);
    assertThat(new ToolChoice(List.of("gong_*"), false, "read", "pending-review").of(TOOLS))
        .containsExactly("gong_list_users");
  }

  @Test
  void neverMeansAllBySilence() {
    assertThatThrownBy(() -> choice().of(TOOLS))
        .hasMessage("Say which tools: their names, patterns, --all, --effect or --state.");
  }

  @Test
  void takesANameThatMeansNothingForASlip() {
    assertThatThrownBy(() -> choice("gong_list_calls", "gong_list_cals").of(TOOLS))
        .hasMessage("No tool is meant by gong_list_cals. ./gamelan admin tools list shows them.");
    assertThatThrownBy(() -> choice("gong.list.calls").of(TOOLS))
        .hasMessageContaining("No tool is meant by");
  }

  private static ToolChoice choice(String... patterns) {
    return new ToolChoice(List.of(patterns), false, null, null);
  }
}
