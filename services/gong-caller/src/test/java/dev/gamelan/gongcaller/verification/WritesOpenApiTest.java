package dev.gamelan.gongcaller.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WritesOpenApiTest {
  @Test
  void describesWritesAsTheyAreShownAndSettled() throws IOException {
    assertThat(properties("UnsettledWrites"))
        .containsExactlyElementsOf(names(UnsettledWritesEndpoint.Page.class));
    assertThat(properties("UnsettledWrite"))
        .containsExactlyElementsOf(
            names(UnsettledWrite.class).stream().filter(name -> !name.equals("facts")).toList());
    assertThat(properties("Settlement"))
        .containsExactlyElementsOf(names(UnsettledWrite.Settlement.class));
    assertThat(properties("SettlementWish"))
        .containsExactlyInAnyOrderElementsOf(UnsettledWritesEndpoint.SETTLEMENT);
  }

  private static Collection<String> properties(String schema) throws IOException {
    try (InputStream file =
        WritesOpenApiTest.class.getResourceAsStream(
            "/dev/gamelan/gongcaller/connection/openapi.json")) {
      JsonNode api = JsonMapper.shared().readTree(file);
      return api.at("/components/schemas/" + schema + "/properties").propertyNames();
    }
  }

  private static List<String> names(Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
  }
}
