package dev.gamelan.toolrouter.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.schemas.Effect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class KeyArgumentTest {
  private static final Catalog CATALOG = Catalog.load();
  private static final Tool WRITE = CATALOG.find("gong_add_meeting").orElseThrow();
  private static final Tool READ = CATALOG.find("gong_list_users").orElseThrow();

  @Test
  void everyToolThatChangesSomethingTakesOneAndNoOther() {
    assertThat(CATALOG.tools())
        .allSatisfy(
            tool -> {
              JsonNode properties = tool.inputSchema().path("properties");
              assertThat(properties.has(KeyArgument.NAME))
                  .as(tool.name())
                  .isEqualTo(tool.effect() != Effect.READ);
              assertThat(tool.arguments())
                  .extracting(Argument::name)
                  .doesNotContain(KeyArgument.NAME);
            });
  }

  @Test
  void isTakenOutOfTheArguments() {
    JsonNode arguments = json("{\"title\": \"a\", \"idempotency_key\": \"k\"}");
    assertThat(KeyArgument.in(WRITE, arguments)).isEqualTo("k");
    assertThat(KeyArgument.without(arguments)).isEqualTo(json("{\"title\": \"a\"}"));
    assertThat(KeyArgument.in(READ, arguments)).isNull();
    assertThat(KeyArgument.in(WRITE, null)).isNull();
    assertThat(KeyArgument.in(WRITE, json("{\"idempotency_key\": 7}"))).isEqualTo("7");
    assertThat(KeyArgument.in(WRITE, json("{\"idempotency_key\": null}"))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\"gr\u00fcn\"", "\"two\\nlines\"", "[\"k\"]"})
  void whatIsNoneStaysAndIsRefusedWithTheArguments(String value) {
    JsonNode arguments = json("{\"idempotency_key\": %s}".formatted(value));
    assertThat(KeyArgument.in(WRITE, arguments)).isNull();
    assertThat(new ArgumentCheck().check(WRITE, arguments))
        .isInstanceOfSatisfying(
            CheckedArguments.Invalid.class,
            invalid -> assertThat(invalid.sentence()).contains(KeyArgument.NAME));
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }
}
