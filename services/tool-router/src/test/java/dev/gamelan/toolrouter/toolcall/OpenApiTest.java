package dev.gamelan.toolrouter.toolcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.toolrouter.testing.Described;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds the written description against the code. */
class OpenApiTest {
  private final JsonNode description = OpenApiEndpoint.describe(new JsonMapper());

  @Test
  void listsEveryOutcome() {
    List<String> codes = Arrays.stream(Outcome.values()).map(Outcome::code).toList();

    assertThat(description.at("/components/schemas/Answer/properties/outcome/enum"))
        .extracting(JsonNode::asString)
        .containsExactlyInAnyOrderElementsOf(codes);
  }

  @Test
  void listsEveryStatusThatACallCanEndWith() {
    Set<String> statuses = new TreeSet<>();
    for (Outcome outcome : Outcome.values()) {
      if (outcome != Outcome.PENDING) {
        statuses.add(String.valueOf(HttpStatuses.of(outcome).value()));
      }
    }

    assertThat(
            description.path("paths").path("/v1/tool-calls").at("/post/responses").propertyNames())
        .containsAll(statuses);
  }

  @Test
  void everyExampleOfARequestFitsItsSchema() {
    Described described = new Described(description);
    List<String> seen = new ArrayList<>();
    description
        .path("paths")
        .forEachEntry(
            (path, item) ->
                item.forEachEntry(
                    (method, operation) -> {
                      JsonNode content = operation.at("/requestBody/content/application~1json");
                      if (content.has("example")) {
                        seen.add(method + " " + path);
                        assertThat(
                                described.problems(content.path("schema"), content.path("example")))
                            .as(method + " " + path)
                            .isEmpty();
                      }
                    }));
    assertThat(seen).hasSizeGreaterThan(10);
  }
}
