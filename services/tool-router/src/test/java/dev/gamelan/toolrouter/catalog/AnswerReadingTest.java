package dev.gamelan.toolrouter.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class AnswerReadingTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Catalog CATALOG = Catalog.load();
  private static final String NO_CALLS =
      "{\"requestId\":\"r1\",\"errors\":[\"No calls found corresponding to the provided filters\"]}";

  private final AnswerReading reading = new AnswerReading();

  @Test
  void passesAnAnswerOn() {
    GongAnswer answer = read("gong_list_calls", 200, "{\"requestId\":\"r1\",\"calls\":[{}]}");

    assertThat(answer)
        .isEqualTo(
            new GongAnswer.Result(
                JSON.createObjectNode()
                    .put("requestId", "r1")
                    .set("calls", JSON.createArrayNode().add(JSON.createObjectNode())),
                "r1"));
  }

  @Test
  void keepsAllDigitsOfNumbers() {
    GongAnswer answer =
        read(
            "gong_list_crm_integrations",
            200,
            "{\"integrationId\":9223372036854775807,\"amount\":1234567890123456.789}");

    assertThat(((GongAnswer.Result) answer).content().toString())
        .isEqualTo("{\"integrationId\":9223372036854775807,\"amount\":1234567890123456.789}");
  }

  @ParameterizedTest
  @CsvSource({
    "gong_list_calls, calls",
    "gong_list_calls_extensive, calls",
    "gong_get_call_transcripts, callTranscripts",
  })
  void readsNoCallsFoundAsAnEmptyPage(String tool, String list) {
    GongAnswer answer = read(tool, 404, NO_CALLS);

    assertThat(answer).isInstanceOf(GongAnswer.NothingMatches.class);
    assertThat(((GongAnswer.NothingMatches) answer).content())
        .isEqualTo(
            JSON.readTree(
                """
                {"requestId": "r1", "%s": [],
                 "records": {"totalRecords": 0, "currentPageSize": 0, "currentPageNumber": 0}}
                """
                    .formatted(list)));
  }

  @Test
  void readsNothingFoundOfAnUnpagedListAsAListWithoutRecords() {
    GongAnswer answer =
        read(
            "gong_list_scorecards",
            404,
            "{\"requestId\":\"r\",\"errors\":[\"Scorecards not found\"]}");

    assertThat(((GongAnswer.NothingMatches) answer).content())
        .isEqualTo(JSON.readTree("{\"requestId\": \"r\", \"scorecards\": []}"));
  }

  @Test
  void readsAnUnknownCallAsAnError() {
    GongAnswer answer =
        read(
            "gong_get_call", 404, "{\"requestId\":\"r\",\"errors\":[\"Call ID 1 was not found\"]}");

    assertThat(((GongAnswer.Refused) answer).sentence())
        .isEqualTo(
            "Gong knows nothing by these arguments (404); trying again does not help."
                + " Gong said: Call ID 1 was not found");
  }

  @Test
  void takesAnUnknownWorkspaceForAnError() {
    assertThat(read("gong_list_library_folders", 404, "{\"errors\":[\"Workspace not found\"]}"))
        .isInstanceOf(GongAnswer.Refused.class);
    assertThat(read("gong_list_library_folders", 404, "{\"errors\":[\"No folders found\"]}"))
        .isInstanceOf(GongAnswer.NothingMatches.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<html>404 Not Found</html>", "{}", "{\"errors\":[]}", "{\"errors\":[\"x\"]}", ""})
  void takesNoOther404ForAnEmptyList(String body) {
    assertThat(read("gong_list_calls", 404, body)).isInstanceOf(GongAnswer.Refused.class);
  }

  @Test
  void namesAMissingScopeAndWhoCanHelp() {
    GongAnswer answer =
        read(
            "gong_list_answered_scorecards",
            401,
            "{\"requestId\":\"r\",\"errors\":[\"You don't have permission to use"
                + " 'api:stats:scorecards' in your app.\"]}");

    assertThat(answer)
        .isEqualTo(
            new GongAnswer.MissingScope(
                List.of("api:stats:scorecards"),
                "The company's Gong API key lacks the scope api:stats:scorecards, so Gong refused"
                    + " this call; trying again does not help. A technical administrator of Gong"
                    + " can add the scope to the key in Gong's Admin center under Settings,"
                    + " Ecosystem, API.",
                "r"));
  }

  @Test
  void tellsRefusedCredentialsFromAMissingScope() {
    GongAnswer answer =
        read("gong_list_calls", 401, "{\"errors\":[\"The access token has been revoked\"]}");

    assertThat(((GongAnswer.Refused) answer).sentence())
        .startsWith("Gong did not accept the company's credentials (401)")
        .contains("api:calls:read:basic")
        .endsWith("Gong said: The access token has been revoked");
  }

  @ParameterizedTest
  @CsvSource({
    "302, gong_list_calls, false, redirected the request",
    "400, gong_list_calls, false, refused the arguments",
    "402, gong_ask_entity, false, AI credits are used up",
    "403, gong_list_flows, false, Gong forbids this",
    "405, gong_list_calls, false, fault of the gateway",
    "409, gong_add_call, false, conflicts with",
    "415, gong_get_crm_objects, false, fault of the gateway",
    "418, gong_list_calls, false, refused the call (418)",
    "422, gong_create_permission_profile, false, refused the arguments (422)",
    "429, gong_list_calls, true, request limit was reached",
    "500, gong_list_calls, true, may succeed later",
    "503, gong_add_call, false, look whether the change happened",
  })
  void saysWhatAnErrorMeansAndWhetherTryingAgainHelps(
      int status, String tool, boolean worthRetrying, String part) {
    GongAnswer.Refused refused =
        (GongAnswer.Refused) read(tool, status, "{\"requestId\":\"r\",\"errors\":[\"because\"]}");

    assertThat(refused.sentence()).contains(part).endsWith("Gong said: because");
    assertThat(refused.worthRetrying()).isEqualTo(worthRetrying);
    assertThat(refused.httpStatus()).isEqualTo(status);
    assertThat(refused.requestId()).isEqualTo("r");
  }

  @Test
  void boundsWhatGongSaid() {
    String errors = "\"%s\",".formatted("e".repeat(5000)).repeat(50) + "\"line\\nbreak\"";

    GongAnswer.Refused refused =
        (GongAnswer.Refused) read("gong_list_calls", 400, "{\"errors\":[%s]}".formatted(errors));

    assertThat(refused.sentence()).hasSizeLessThan(3200).doesNotContain("\n");
  }

  @Test
  void takesTheRequestIdFromTheHeaderWhereTheBodyHasNone() {
    assertThat(reading.read(tool("gong_list_calls"), 502, bytes("<html>"), "t-1").requestId())
        .isEqualTo("t-1");
    assertThat(reading.read(tool("gong_list_calls"), 200, bytes(""), "t-2").requestId())
        .isEqualTo("t-2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "[1]", "\"text\"", "{\"calls\": ["})
  void saysThatAnAnswerCannotBeRead(String body) {
    assertThat(read("gong_list_calls", 200, body)).isInstanceOf(GongAnswer.Unreadable.class);
  }

  @Test
  void survivesAnAnswerThatIsTooDeep() {
    String deep = "{\"a\":".repeat(100_000);

    assertThat(read("gong_list_calls", 200, deep)).isInstanceOf(GongAnswer.Unreadable.class);
    assertThat(read("gong_list_calls", 404, deep)).isInstanceOf(GongAnswer.Refused.class);
  }

  private GongAnswer read(String tool, int status, String body) {
    return reading.read(tool(tool), status, bytes(body), null);
  }

  private static byte[] bytes(@Nullable String text) {
    return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
  }

  private static Tool tool(String name) {
    return CATALOG.find(name).orElseThrow();
  }
}
