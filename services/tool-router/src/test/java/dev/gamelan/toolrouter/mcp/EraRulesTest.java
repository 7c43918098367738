package dev.gamelan.toolrouter.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class EraRulesTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  private static ObjectNode json(String text) {
    return MAPPER.readValue(text.replace('\'', '"'), ObjectNode.class);
  }

  private static ObjectNode params(String revision, String more) {
    return json(
        """
        {'_meta': {'io.modelcontextprotocol/protocolVersion': '%s',
                   'io.modelcontextprotocol/clientCapabilities': {}} %s}
        """
            .formatted(revision, more));
  }

  private static String ruled(EraRules.Ruling ruling) {
    return switch (ruling) {
      case EraRules.Ruling.Speaks(var era) -> era.name().toLowerCase(Locale.ROOT);
      case EraRules.Ruling.Breaks(var error) -> error.code() + "/" + error.status().value();
    };
  }

  @ParameterizedTest(name = "header {0}, _meta {1}, Mcp-Method {2}: {3}")
  @CsvSource({
    "2026-07-28, 2026-07-28, tools/list, modern",
    "2026-07-28, 2026-07-28, ,           -32020/400",
    "2026-07-28, 2026-07-28, TOOLS/LIST, -32020/400",
    "2026-07-28, 2026-07-28, tools/call, -32020/400",
    "          , 2026-07-28, tools/list, -32020/400",
    "2025-11-25, 2026-07-28, tools/list, -32020/400",
    "2026-07-28, v999.0.0,   tools/list, -32020/400",
    "v999.0.0,   v999.0.0,   tools/list, -32022/400",
    "2099-01-01, 2099-01-01, tools/list, -32022/400",
    "2026-07-28,           , tools/list, -32602/400",
    "          ,           , tools/list, -32602/400",
    "          ,           ,           , legacy",
    "2025-11-25,           ,           , legacy",
    "2025-06-18,           ,           , legacy",
    "2025-03-26,           ,           , legacy",
    "2024-11-05,           ,           , legacy",
    "2025-11-25,           , tools/list, legacy",
    "2024-10-07,           ,           , -32022/400",
    "nonsense,             ,           , -32022/400"
  })
  void headersAndBodyHaveToAgree(
      @Nullable String header, @Nullable String meta, @Nullable String method, String expected) {
    ObjectNode params = meta == null ? json("{}") : params(meta, "");

    assertThat(ruled(EraRules.request(new McpHeaders(header, method, null), "tools/list", params)))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'_meta': 1}",
        "{'_meta': {'io.modelcontextprotocol/clientCapabilities': {}}}",
        "{'_meta': {'io.modelcontextprotocol/protocolVersion': '2026-07-28'}}",
        "{'_meta': {'io.modelcontextprotocol/protocolVersion': 7,"
            + " 'io.modelcontextprotocol/clientCapabilities': {}}}",
        "{'_meta': {'io.modelcontextprotocol/protocolVersion': '2026-07-28',"
            + " 'io.modelcontextprotocol/clientCapabilities': []}}",
        "{'_meta': {'io.modelcontextprotocol/protocolVersion': '2026-07-28',"
            + " 'io.modelcontextprotocol/clientCapabilities': {},"
            + " 'io.modelcontextprotocol/clientInfo': 'me'}}"
      })
  void aModernRequestWithoutItsMetadataIsRefused(String params) {
    McpHeaders headers = new McpHeaders("2026-07-28", "server/discover", null);

    assertThat(ruled(EraRules.request(headers, "server/discover", json(params))))
        .isEqualTo("-32602/400");
  }

  @ParameterizedTest(name = "Mcp-Name {0}: {1}")
  @CsvSource({
    "gong_list_users, modern",
    ", -32020/400",
    "gong_list_calls, -32020/400",
    "GONG_LIST_USERS, -32020/400",
    "=?base64?Z29uZ19saXN0X3VzZXJz?=, modern",
    "=?base64?Z29uZ19saXN0X3VzZXJ?=, -32020/400",
    "=?base64?!!!!?=, -32020/400",
    "=?base64?Z29uZ19saXN0X3VzZXJz, -32020/400"
  })
  void theNameOfTheToolStandsInTheHeaderToo(@Nullable String name, String expected) {
    McpHeaders headers = new McpHeaders("2026-07-28", "tools/call", name);
    ObjectNode params = params("2026-07-28", ", 'name': 'gong_list_users'");

    assertThat(ruled(EraRules.request(headers, "tools/call", params))).isEqualTo(expected);
  }

  @Test
  void aNameBeyondAsciiIsComparedUnwrapped() {
    String wrapped =
        "=?base64?%s?="
            .formatted(
                Base64.getEncoder().encodeToString("gödel".getBytes(StandardCharsets.UTF_8)));
    McpHeaders headers = new McpHeaders("2026-07-28", "tools/call", wrapped);

    assertThat(
            ruled(
                EraRules.request(headers, "tools/call", params("2026-07-28", ", 'name': 'gödel'"))))
        .isEqualTo("modern");
  }

  @Test
  void whoeverOpensMayNameAnyRevision() {
    assertThat(
            ruled(
                EraRules.request(
                    new McpHeaders("1999-01-01", null, null), "initialize", json("{}"))))
        .isEqualTo("legacy");
  }

  @ParameterizedTest(name = "notification with header {0}, Mcp-Method {1}: {2}")
  @CsvSource({
    ", , legacy",
    "2025-11-25, , legacy",
    "2026-07-28, , modern",
    "2026-07-28, notifications/cancelled, modern",
    "2026-07-28, notifications/other, -32020/400",
    "1999-01-01, , -32022/400"
  })
  void notificationsKeepTheRulesOfTheirEra(
      @Nullable String header, @Nullable String method, String expected) {
    assertThat(
            ruled(
                EraRules.notification(
                    new McpHeaders(header, method, null), "notifications/cancelled", json("{}"))))
        .isEqualTo(expected);
  }

  @Test
  void anUnknownRevisionIsToldWhichThereAre() {
    McpError error = McpError.unsupportedRevision("2099-01-01");

    assertThat(error.data()).isNotNull();
    assertThat(String.valueOf(error.data()))
        .contains("\"requested\":\"2099-01-01\"", "2026-07-28", "2025-11-25", "2024-11-05");
  }
}
