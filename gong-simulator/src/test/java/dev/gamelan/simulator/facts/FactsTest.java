package dev.gamelan.simulator.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class FactsTest {
  private static final Facts FACTS = Facts.published();

  @Test
  void knowsAllOperationsByTheirEffect() {
    Map<OperationFacts.Effect, Long> byEffect =
        FACTS.all().stream()
            .collect(Collectors.groupingBy(OperationFacts::effect, Collectors.counting()));

    assertThat(byEffect)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                OperationFacts.Effect.READ, 42L,
                OperationFacts.Effect.WRITE, 20L,
                OperationFacts.Effect.DELETE, 7L));
  }

  @Test
  void takesTheIdsOfCrmObjectsInTheBodyOfAGet() {
    assertThat(FACTS.of("GET /v2/crm/entities").body()).isEqualTo(OperationFacts.BodyKind.JSON);
  }

  @Test
  void doesNotInsistOnTheDatesOfTheListOfCalls() {
    assertThat(FACTS.of("GET /v2/calls").fields()).noneMatch(FieldFacts::required);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "POST /v2/calls/extensive; {}; filter is required",
        "POST /v2/calls/extensive; {\"filter\":{}};",
        "POST /v2/calls/extensive; {\"filter\":null}; filter is required",
        "POST /v2/calls/extensive; []; Json parse error",
        "POST /v2/calls/extensive; {\"filter\":{\"callIds\":\"1\"}}; Json parse error",
        "POST /v2/calls/extensive; {\"filter\":{\"callIds\":[1]}}; Json parse error",
        "POST /v2/calls/extensive; {\"filter\":{\"fromDateTime\":\"2026-01-01\"}}; filter.fromDateTime is not a valid date-time",
        "POST /v2/calls/extensive; {\"filter\":{\"fromDateTime\":\"2026-01-01T00:00:00+02:00\"}};",
        "POST /v2/calls/extensive; {\"filter\":{},\"contentSelector\":{\"context\":\"Full\"}}; Json parse error",
        "POST /v2/calls/extensive; {\"filter\":{},\"contentSelector\":{\"exposedFields\":{\"media\":\"true\"}}}; Json parse error",
        "POST /v2/calls/extensive; {\"filter\":{},\"limit\":5};",
        "POST /v2/stats/interaction; {\"filter\":{\"fromDate\":\"2026-01-01\",\"toDate\":\"2026-01-02T00:00:00Z\"}}; filter.toDate is not a valid date",
        "POST /v2/tasks; {\"filter\":{\"userId\":\"1\",\"types\":[],\"taskAction\":[\"CALL\"],\"status\":[\"OPEN\"]}}; filter.types must not be empty",
        "POST /v2/crm/entity-schema; [{\"uniqueName\":\"a\",\"label\":\"A\"}]; body[0].type is required",
        "GET /v2/crm/entities; []; body must not be empty",
      })
  void tellsWhatIsWrongWithABody(String operation, String body, @Nullable String error) {
    OperationFacts facts = FACTS.of(operation);
    Map<String, String> query = Map.of("integrationId", "1", "objectType", "ACCOUNT");

    List<String> errors =
        new RequestShape(facts)
            .errors(Map.of(), query, JsonMapper.shared().readTree(body), Set.of());

    assertThat(errors).isEqualTo(error == null ? List.of() : List.of(error));
  }

  @ParameterizedTest
  @CsvSource({
    "workspace-id, x, workspace-id is not a valid integer",
    "workspace-id, 99999999999999999999, workspace-id is not a valid integer",
    "from, 2026-01-01, from is not a valid date-time",
    "manager-id, , manager-id is required",
  })
  void tellsWhatIsWrongWithAQuery(String name, @Nullable String value, String error) {
    Map<String, String> query =
        new HashMap<>(
            Map.of(
                "workspace-id", "1",
                "manager-id", "2",
                "from", "2026-01-01T00:00:00Z",
                "to", "2026-02-01T00:00:00Z"));
    if (value == null) {
      query.remove(name);
    } else {
      query.put(name, value);
    }

    List<String> errors =
        new RequestShape(FACTS.of("GET /v2/coaching")).errors(Map.of(), query, null, Set.of());

    assertThat(errors).containsExactly(error);
  }

  @Test
  void takesAWholeArrayOfThingsToBeWithinItsLimits() {
    String ids =
        IntStream.range(0, 101)
            .mapToObj(id -> "\"" + id + "\"")
            .collect(Collectors.joining(",", "[", "]"));

    List<String> errors =
        new RequestShape(FACTS.of("GET /v2/crm/entities"))
            .errors(
                Map.of(),
                Map.of("integrationId", "1", "objectType", "DEAL"),
                JsonMapper.shared().readTree(ids),
                Set.of());

    assertThat(errors).containsExactly("body has too many elements");
  }
}
