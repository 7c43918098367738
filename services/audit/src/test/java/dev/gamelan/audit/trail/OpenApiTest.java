package dev.gamelan.audit.trail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.AuditKind;
import dev.gamelan.schemas.Effect;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpenApiTest {
  private static final JsonNode API = read();

  private static JsonNode read() {
    try (InputStream file = EventsEndpoint.class.getResourceAsStream("openapi.json")) {
      return JsonMapper.shared().readTree(file);
    } catch (IOException problem) {
      throw new AssertionError(problem);
    }
  }

  private static JsonNode schema(String name) {
    return API.at("/components/schemas/" + name);
  }

  private static List<String> names(Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
  }

  @Test
  void describesTheParametersThatAreUnderstood() {
    assertThat(API.at("/paths/~1v1~1events/get/parameters").values())
        .extracting(parameter -> parameter.get("name").asString())
        .containsExactlyInAnyOrderElementsOf(SearchReader.PARAMETERS);
  }

  @Test
  void describesAnEventAsItIsShown() {
    assertThat(schema("Event").get("properties").propertyNames())
        .containsExactlyElementsOf(names(RecordedEvent.class));
    assertThat(schema("Page").get("properties").propertyNames())
        .containsExactlyElementsOf(names(TrailPage.class));
  }

  @Test
  void hidesNoFieldOfAnEvent() {
    assertThat(schema("Event").get("properties").propertyNames())
        .containsAll(
            AuditEvent.getClassSchema().getFields().stream().map(Schema.Field::name).toList());
  }

  @Test
  void namesEveryKindAndEffect() {
    assertThat(schema("Kind").get("enum").values())
        .extracting(JsonNode::asString)
        .containsExactlyElementsOf(
            Arrays.stream(AuditKind.values())
                .filter(kind -> kind != AuditKind.UNKNOWN)
                .map(AuditKind::name)
                .toList());
    assertThat(schema("Event").at("/properties/effect/enum").values())
        .extracting(JsonNode::asString)
        .containsExactlyElementsOf(Arrays.stream(Effect.values()).map(Effect::name).toList());
  }

  @Test
  void statesTheDefaultsOfTheProperties() {
    var limit =
        API.at("/paths/~1v1~1events/get/parameters").values().stream()
            .filter(parameter -> parameter.get("name").asString().equals("limit"))
            .findFirst()
            .orElseThrow()
            .get("schema");
    var defaults = new AuditProperties(100, 1000);
    assertThat(limit.get("default").asInt()).isEqualTo(defaults.pageSize());
    assertThat(limit.get("maximum").asInt()).isEqualTo(defaults.largestPage());
  }
}
