package dev.gamelan.toolrouter.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class McpMessageTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  private static McpMessage message(String text) {
    return McpMessage.of(MAPPER.readTree(text.replace('\'', '"')));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[{'jsonrpc': '2.0', 'id': 1, 'method': 'ping'}]",
        "7",
        "{}",
        "{'jsonrpc': '1.0', 'id': 1, 'method': 'ping'}",
        "{'jsonrpc': '2.0', 'id': null, 'method': 'ping'}",
        "{'jsonrpc': '2.0', 'id': 1.5, 'method': 'ping'}",
        "{'jsonrpc': '2.0', 'id': {}, 'method': 'ping'}",
        "{'jsonrpc': '2.0', 'id': 1, 'method': 5}",
        "{'jsonrpc': '2.0', 'id': 1, 'method': 'ping', 'params': []}",
        "{'jsonrpc': '2.0', 'id': 1}"
      })
  void whatIsNoMessageIsAnInvalidRequest(String text) {
    assertThat(message(text))
        .isInstanceOfSatisfying(
            McpMessage.Invalid.class,
            invalid -> {
              assertThat(invalid.error().code()).isEqualTo(-32600);
              assertThat(invalid.error().status().value()).isEqualTo(400);
            });
  }

  @Test
  void tellsRequestsNotificationsAndResponsesApart() {
    assertThat(message("{'jsonrpc': '2.0', 'id': 'x', 'method': 'ping'}"))
        .isInstanceOf(McpMessage.Request.class);
    assertThat(message("{'jsonrpc': '2.0', 'method': 'notifications/initialized'}"))
        .isInstanceOf(McpMessage.Notification.class);
    assertThat(message("{'jsonrpc': '2.0', 'id': 1, 'result': {}}"))
        .isInstanceOf(McpMessage.Response.class);
  }
}
