package dev.gamelan.toolrouter.toolcall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds the written description against the code. */
class OpenApiTest {
  private final JsonNode description = read();

  private static JsonNode read() {
    try (InputStream file =
        OpenApiTest.class.getClassLoader().getResourceAsStream(OpenApiEndpoint.FILE)) {
      return new JsonMapper().readTree(Objects.requireNonNull(file));
    } catch (IOException problem) {
      throw new IllegalStateException(problem);
    }
  }

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
}
