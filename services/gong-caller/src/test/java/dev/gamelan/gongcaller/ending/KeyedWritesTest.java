package dev.gamelan.gongcaller.ending;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.gongcaller.testing.Calls;
import dev.gamelan.schemas.GongRequest;
import dev.gamelan.schemas.ToolCallRequested;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyedWritesTest {
  @ParameterizedTest
  @CsvSource({
    "POST, /v2/calls, clientUniqueId",
    "POST, /v2/digital-interaction, eventId",
    "PUT, /v2/customer-engagement/action, eventId",
    "PUT, /v2/customer-engagement/content/shared, eventId",
    "PUT, /v2/customer-engagement/content/viewed, eventId"
  })
  void knowsTheKeysThatGongKnows(String method, String path, String field) {
    assertThat(knows(method, path, "{\"%s\":\"k\"}".formatted(field))).isTrue();
    assertThat(knows(method, path, "{\"%s\":\" \"}".formatted(field))).isFalse();
    assertThat(knows(method, path, "{\"%s\":7}".formatted(field))).isFalse();
    assertThat(knows(method, path, "{\"other\":\"k\"}")).isFalse();
    assertThat(knows(method, path, "no json")).isFalse();
    assertThat(knows(method, path, null)).isFalse();
  }

  @Test
  void takesNoKeyOfOneOperationForThatOfAnother() {
    assertThat(knows("POST", "/v2/meetings", "{\"clientUniqueId\":\"k\",\"eventId\":\"k\"}"))
        .isFalse();
    assertThat(knows("PUT", "/v2/calls", "{\"clientUniqueId\":\"k\"}")).isFalse();
    assertThat(knows("POST", "/v2/calls", "{\"eventId\":\"k\"}")).isFalse();
  }

  private static boolean knows(String method, String path, @Nullable String body) {
    ToolCallRequested.Builder call = Calls.read(method, path);
    return KeyedWrites.knows(
        call.setRequest(GongRequest.newBuilder(call.getRequest()).setBody(body).build()).build());
  }
}
