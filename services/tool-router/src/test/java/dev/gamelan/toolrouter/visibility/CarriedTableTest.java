package dev.gamelan.toolrouter.visibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.toolrouter.catalog.Catalog;
import dev.gamelan.toolrouter.catalog.Operation;
import dev.gamelan.toolrouter.catalog.Tool;
import dev.gamelan.toolrouter.visibility.Carried.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CarriedTableTest {
  /** Operations whose published answers mention calls but hold nothing of any. */
  private static final Set<String> OF_NO_CALL =
      Set.of(
          "GET /v2/call-outcomes",
          "POST /v2/calls",
          "PUT /v2/calls/{id}/media",
          "GET /v2/users",
          "POST /v2/users/extensive",
          "GET /v2/users/{id}",
          "GET /v2/all-permission-profiles",
          "GET /v2/permission-profile",
          "POST /v2/permission-profile",
          "PUT /v2/permission-profile");

  private final CarriedTable table = new CarriedTable();

  @Test
  void everyOperationStandsInTheTableAndNoOther() {
    Set<String> operations =
        Catalog.load().tools().stream()
            .map(tool -> tool.operation().toString())
            .collect(Collectors.toSet());

    assertThat(operations).hasSize(69);
    assertThat(table.operations()).containsExactlyInAnyOrderElementsOf(operations);
  }

  @Test
  void whateverAnswersWithCallsIsJudged() throws IOException {
    Set<String> mentioning =
        published().stream()
            .map(row -> row.split("\t", -1))
            .filter(cells -> cells[1].toLowerCase(java.util.Locale.ROOT).contains("call"))
            .map(cells -> cells[0])
            .filter(operation -> !OF_NO_CALL.contains(operation))
            .collect(Collectors.toSet());

    assertThat(mentioning).hasSizeGreaterThan(10);
    for (Tool tool : Catalog.load().tools()) {
      if (mentioning.contains(tool.operation().toString())) {
        assertThat(table.of(tool.operation()).kind())
            .as(tool.operation().toString())
            .isNotIn(Kind.NOTHING, Kind.SENT);
      }
    }
  }

  @Test
  void everyListAndIdStandsInThePublishedAnswer() throws IOException {
    List<String> published = published();
    for (Tool tool : Catalog.load().tools()) {
      Carried carried = table.of(tool.operation());
      if (Set.of(Kind.CALLS, Kind.NAMED, Kind.PEOPLE, Kind.DAYS).contains(carried.kind())) {
        assertThat(published)
            .anyMatch(
                row ->
                    row.startsWith(
                        "%s\t%s[].%s\t".formatted(tool.operation(), carried.list(), carried.id())));
      }
    }
  }

  @Test
  void anOperationThatTheTableForgotIsForThoseWhoSeeAll() {
    assertThat(table.of(new Operation("GET", "/v2/brand-new")).kind()).isEqualTo(Kind.ALL);
  }

  private static List<String> published() throws IOException {
    try (InputStream file = Catalog.class.getResourceAsStream("answers.tsv")) {
      return new BufferedReader(
              new InputStreamReader(Objects.requireNonNull(file), StandardCharsets.UTF_8))
          .lines()
          .skip(1)
          .toList();
    }
  }
}
