package dev.gamelan.toolrouter.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.gamelan.schemas.GongRequest;
import dev.gamelan.schemas.QueryParameter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class RequestBuilderTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Catalog CATALOG = Catalog.load();

  private final RequestBuilder builder = new RequestBuilder();

  @Test
  void putsQueryArgumentsIntoTheQueryAsPlainText() {
    GongRequest request =
        build(
            "gong_list_calls",
            """
            {"fromDateTime": "2026-03-01T00:00:00+01:00", "toDateTime": "2026-03-02T00:00:00Z"}
            """);

    assertThat(request.getMethod()).isEqualTo("GET");
    assertThat(request.getPath()).isEqualTo("/v2/calls");
    assertThat(request.getQuery())
        .extracting(QueryParameter::getName, QueryParameter::getValue)
        .containsExactly(
            tuple("fromDateTime", "2026-03-01T00:00:00+01:00"),
            tuple("toDateTime", "2026-03-02T00:00:00Z"));
    assertThat(request.getBody()).isNull();
    assertThat(request.getFile()).isNull();
  }

  @Test
  void repeatsTheNameOfAQueryParameterForEachElementOfAList() {
    ObjectNode words =
        JSON.createObjectNode()
            .put("type", "array")
            .set("items", JSON.createObjectNode().put("type", "string"));
    Tool tool = ToolExamples.tool("GET /v2/words", new Argument("word", Place.QUERY, false, words));

    GongRequest request = build(tool, "{\"word\": [\"a&b=c\", \"ü\"]}");

    assertThat(request.getQuery())
        .extracting(QueryParameter::getName, QueryParameter::getValue)
        .containsExactly(tuple("word", "a&b=c"), tuple("word", "ü"));
  }

  @Test
  void putsOnlyBodyFieldsIntoTheBody() {
    GongRequest request =
        build(
            "gong_update_meeting",
            """
            {"meetingId": "42", "startTime": "2026-03-01T08:00:00Z", "title": null,
             "endTime": "2026-03-01T09:00:00Z", "organizerEmail": "kim@example.com",
             "invitees": [{"email": "lee@example.com"}]}
            """);

    assertThat(request.getPath()).isEqualTo("/v2/meetings/42");
    assertThat(request.getQuery()).isEmpty();
    assertThat(JSON.readTree(request.getBody()))
        .isEqualTo(
            JSON.readTree(
                """
                {"startTime": "2026-03-01T08:00:00Z", "endTime": "2026-03-01T09:00:00Z",
                 "organizerEmail": "kim@example.com", "invitees": [{"email": "lee@example.com"}]}
                """));
  }

  @Test
  void sendsAnEmptyObjectWhereABodyIsWantedAndNothingIsGiven() {
    assertThat(build("gong_delete_meeting", "{\"meetingId\": \"42\"}").getBody()).isEqualTo("{}");
  }

  @Test
  void sendsTheIdsOfCrmObjectsAsTheBodyOfAGet() {
    GongRequest request =
        build(
            "gong_get_crm_objects",
            """
            {"integrationId": "6286478263646", "objectType": "DEAL", "objectsCrmIds": ["12", "8"]}
            """);

    assertThat(request.getMethod()).isEqualTo("GET");
    assertThat(request.getQuery())
        .extracting(QueryParameter::getName)
        .containsExactly("integrationId", "objectType");
    assertThat(request.getBody()).isEqualTo("[\"12\",\"8\"]");
  }

  @Test
  void sendsAListOfSchemaFieldsAsTheWholeBody() {
    GongRequest request =
        build(
            "gong_upload_crm_schema",
            """
            {"integrationId": "1", "objectType": "DEAL",
             "fields": [{"uniqueName": "a", "label": "A", "type": "STRING"}]}
            """);

    assertThat(request.getBody())
        .isEqualTo("[{\"uniqueName\":\"a\",\"label\":\"A\",\"type\":\"STRING\"}]");
  }

  @Test
  void decodesAFileIntoTheFormFieldThatGongReads() {
    byte[] file = "{\"objectId\":\"1\"}\n".getBytes(StandardCharsets.UTF_8);
    GongRequest request =
        build(
            "gong_upload_crm_objects",
            """
            {"integrationId": "1", "objectType": "DEAL", "clientRequestId": "x-1",
             "fileName": "deals.ldjson", "content": "%s"}
            """
                .formatted(Base64.getEncoder().encodeToString(file)));

    assertThat(request.getBody()).isNull();
    assertThat(request.getFile().getName()).isEqualTo("dataFile");
    assertThat(request.getFile().getFileName()).isEqualTo("deals.ldjson");
    assertThat(request.getFile().getContent().array()).isEqualTo(file);
    assertThat(request.getQuery())
        .extracting(QueryParameter::getName)
        .containsExactly("integrationId", "objectType", "clientRequestId");
  }

  @ParameterizedTest
  @CsvSource({
    "../users, /v2/calls/..%2Fusers",
    "a/b?x, /v2/calls/a%2Fb%3Fx",
    "'a b', /v2/calls/a%20b",
    "a#b, /v2/calls/a%23b",
    "a%2Fb, /v2/calls/a%252Fb",
    "'a;b', /v2/calls/a%3Bb",
    "'a\\b', /v2/calls/a%5Cb",
    "ü, /v2/calls/%C3%BC",
  })
  void keepsAHostileIdInsideItsSegment(String id, String path) {
    ObjectNode arguments = JSON.createObjectNode().put("id", id);

    GongRequest request =
        builder.build(tool("gong_get_call"), new CheckedArguments.Valid(arguments));

    assertThat(request.getPath()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", ".."})
  void refusesASegmentThatClimbs(String id) {
    ObjectNode arguments = JSON.createObjectNode().put("id", id);

    assertThatThrownBy(
            () -> builder.build(tool("gong_get_call"), new CheckedArguments.Valid(arguments)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private GongRequest build(String tool, String arguments) {
    return build(tool(tool), arguments);
  }

  private GongRequest build(Tool tool, String arguments) {
    JsonNode given = JSON.readTree(arguments);
    assertThat(new ArgumentCheck().check(tool, given)).isInstanceOf(CheckedArguments.Valid.class);
    return builder.build(tool, (CheckedArguments.Valid) new ArgumentCheck().check(tool, given));
  }

  private static Tool tool(String name) {
    return CATALOG.find(name).orElseThrow();
  }
}
