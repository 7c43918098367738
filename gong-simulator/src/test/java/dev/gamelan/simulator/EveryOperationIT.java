package dev.gamelan.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.simulator.facts.Facts;
import dev.gamelan.simulator.facts.FieldFacts;
import dev.gamelan.simulator.facts.FieldFacts.Place;
import dev.gamelan.simulator.testing.Gong;
import dev.gamelan.simulator.testing.Samples;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class EveryOperationIT {

  @BeforeEach
  void fresh() {
    Gong.fresh();
  }

  static List<String> operations() {
    return Facts.published().all().stream().map(facts -> facts.name()).toList();
  }

  static Stream<Arguments> requiredFields() {
    return Facts.published().all().stream()
        .flatMap(
            facts ->
                facts.fields().stream()
                    .filter(field -> field.required() && field.place() != Place.PATH)
                    .filter(field -> !field.name().equals("$"))
                    .map(field -> Arguments.of(facts.name(), field.name())));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void answersAValidRequest(String operation) {
    Gong.Reply reply = new Samples().of(operation).send();

    assertThat(reply.status()).as(reply.response().body()).isBetween(200, 202);
    assertThat(reply.json().get("requestId").asString()).isEqualTo(reply.header("x-traceid"));
    assertThat(reply.header("content-type")).isEqualTo("application/json;charset=UTF-8");
    assertThat(reply.header("x-gong-service-version")).startsWith("PublicApiServer:");
  }

  @ParameterizedTest
  @MethodSource("requiredFields")
  void refusesARequestWithoutARequiredField(String operation, String name) {
    FieldFacts field = field(operation, name);
    Samples.Sample whole = new Samples().of(operation);
    Map<String, String> query = new HashMap<>(whole.query());
    Map<String, String> parts = new HashMap<>(whole.parts());
    JsonNode body = whole.body();
    boolean removed =
        switch (field.place()) {
          case QUERY -> query.remove(name) != null;
          case FILE -> parts.remove(name) != null;
          default -> remove(body, name);
        };
    Gong.Reply reply =
        new Samples.Sample(whole.operation(), whole.path(), query, body, parts).send();

    if (removed) {
      String leaf = name.substring(name.lastIndexOf('.') + 1);
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.error()).contains(leaf.replace("[]", ""));
    } else {
      assertThat(reply.status()).as("its optional parent is not there").isLessThan(300);
    }
  }

  private static FieldFacts field(String operation, String name) {
    return Facts.published().of(operation).fields().stream()
        .filter(field -> field.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static boolean remove(@Nullable JsonNode body, String name) {
    JsonNode parent = body;
    String[] steps = name.replace("[]", "").replaceFirst("^\\.", "").split("\\.");
    for (int step = 0; step < steps.length && parent != null; step++) {
      parent = parent.isArray() ? parent.get(0) : parent;
      if (step == steps.length - 1) {
        return ((ObjectNode) parent).remove(steps[step]) != null;
      }
      parent = parent.get(steps[step]);
    }
    return false;
  }
}
