package dev.gamelan.toolrouter.mcp.gong;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.toolrouter.mcp.offer.Reply;
import dev.gamelan.toolrouter.mcp.offer.Unfinished;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CompletionsTest {
  private final Seen seen = new Seen();
  private final Completions completions = new Completions(seen);

  @BeforeEach
  void kimHasSeenSomeCallsAndPeople() {
    seen.note(
        "kim",
        json(
            """
            {"calls":[{"id":"71","title":"Renewal","started":"2026-02-01T10:00:00Z"},
                      {"metaData":{"id":"72","title":"First talk"}},{"metaData":{"id":"73"}}]}
            """));
    seen.note(
        "kim", json("{\"users\":[{\"id\":\"4\",\"firstName\":\"Søren\",\"lastName\":\"Holm\"}]}"));
    seen.note("kim", json("{\"workspaces\":[{\"id\":\"9\",\"name\":\"Europe\"}]}"));
  }

  @Test
  void aPromptsCallIsCompletedByItsTitleTheLatestFirst() {
    assertThat(values(prompt(GongPrompts.REVIEW, "call", ""), "kim"))
        .containsExactly("First talk (72)", "Renewal, 2026-02-01 (71)");
    assertThat(values(prompt(GongPrompts.REVIEW, "call", "RENEW"), "kim"))
        .containsExactly("Renewal, 2026-02-01 (71)");
  }

  @Test
  void anAddressIsCompletedByAnIdThatFitsIntoIt() {
    assertThat(values(template(GongUri.TRANSCRIPT_TEMPLATE, "renew"), "kim")).containsExactly("71");
    assertThat(values(template(GongUri.USER_TEMPLATE, "søren"), "kim")).containsExactly("4");
  }

  @Test
  void peopleAndWorkspacesAreCompletedByName() {
    assertThat(values(prompt(GongPrompts.COACHING, "user", "holm"), "kim"))
        .containsExactly("Søren Holm (4)");
    assertThat(values(prompt(GongPrompts.RISKS, "workspace", "eu"), "kim"))
        .containsExactly("Europe (9)");
  }

  @Test
  void nobodyIsToldWhatSomebodyElseHasSeen() {
    assertThat(values(prompt(GongPrompts.REVIEW, "call", ""), "lee")).isEmpty();
  }

  @Test
  void onlyTheLatestAreKept() {
    for (int id = 1_000; id < 1_600; id++) {
      seen.note("kim", json("{\"call\":{\"id\":\"%d\",\"title\":\"Call %d\"}}".formatted(id, id)));
    }

    assertThat(seen.matching("kim", Seen.Kind.CALL, "")).hasSize(500);
    assertThat(seen.matching("kim", Seen.Kind.CALL, "renewal")).isEmpty();
  }

  @Test
  void whatIsNoPartOfThisIsNotCompleted() {
    assertThat(values(prompt(GongPrompts.REVIEW, "days", ""), "kim")).isEmpty();
    assertThat(values(template("gong://other/{id}", ""), "kim")).isEmpty();
    assertThat(values(prompt(GongPrompts.REVIEW, "call", "x".repeat(201)), "kim")).isEmpty();
  }

  private List<String> values(Unfinished unfinished, String caller) {
    return ((Reply.Completion) completions.complete(unfinished, caller)).values();
  }

  private static Unfinished prompt(String of, String argument, String typed) {
    return new Unfinished(Unfinished.Kind.PROMPT, of, argument, typed, Map.of());
  }

  private static Unfinished template(String of, String typed) {
    return new Unfinished(Unfinished.Kind.TEMPLATE, of, "id", typed, Map.of());
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }
}
