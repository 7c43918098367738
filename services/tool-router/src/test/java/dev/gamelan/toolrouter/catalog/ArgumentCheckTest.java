package dev.gamelan.toolrouter.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ArgumentCheckTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Catalog CATALOG = Catalog.load();
  private static final String RANGE =
      "\"fromDateTime\": \"2026-03-01T00:00:00Z\", \"toDateTime\": \"2026-03-02T00:00:00Z\"";

  private final ArgumentCheck check = new ArgumentCheck();

  @Test
  void passesWhatTheSchemaAllows() {
    assertThat(valid("gong_list_calls", "{%s, \"cursor\": \"abc\"}".formatted(RANGE)))
        .isEqualTo(JSON.readTree("{%s, \"cursor\": \"abc\"}".formatted(RANGE)));
  }

  @Test
  void takesAbsentArgumentsForNone() {
    assertThat(check.check(tool("gong_list_workspaces"), null))
        .isInstanceOf(CheckedArguments.Valid.class);
  }

  @Test
  void namesAMissingArgumentAndWhatItShouldBe() {
    assertThat(sentence("gong_list_calls", "{\"toDateTime\": \"2026-03-02T00:00:00Z\"}"))
        .isEqualTo(
            "fromDateTime is required: a date and time with Z or an offset such as"
                + " 2026-03-01T08:00:00Z.");
  }

  @Test
  void namesANestedArgumentByItsPath() {
    assertThat(
            sentence(
                "gong_get_call_transcripts", "{\"filter\": {\"fromDateTime\": \"last week\"}}"))
        .isEqualTo(
            "filter.fromDateTime must be a date and time with Z or an offset such as"
                + " 2026-03-01T08:00:00Z; given was \"last week\".");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2026-03-01", "2026-03-01T00:00:00", "01.03.2026", "2026-13-01T00:00:00Z"})
  void refusesAMomentThatIsNotOne(String moment) {
    assertThat(
            sentence(
                "gong_list_calls",
                "{\"fromDateTime\": \"%s\", \"toDateTime\": \"2026-03-02T00:00:00Z\"}"
                    .formatted(moment)))
        .startsWith("fromDateTime must be a date and time with Z or an offset");
  }

  @Test
  void refusesAMomentWhereADayIsWanted() {
    assertThat(
            sentence(
                "gong_list_interaction_stats",
                "{\"filter\": {\"fromDate\": \"2026-03-01T00:00:00Z\", \"toDate\": \"2026-03-02\"}}"))
        .startsWith("filter.fromDate must be a day as YYYY-MM-DD such as 2026-03-01; given was");
  }

  @Test
  void namesAnInventedArgumentAndTheRealOnes() {
    assertThat(sentence("gong_get_call", "{\"id\": \"1\", \"withTranscript\": true}"))
        .isEqualTo("withTranscript is not an argument of this tool; it takes id.");
  }

  @Test
  void namesAnInventedFieldAndTheRealOnes() {
    assertThat(
            sentence(
                "gong_get_call_transcripts",
                "{\"filter\": {\"callIds\": [\"1\"], \"participants\": [\"a\"]}}"))
        .isEqualTo(
            "filter.participants is not a field of filter; it has fromDateTime, toDateTime,"
                + " workspaceId, callIds.");
  }

  @Test
  void namesTheAllowedWords() {
    assertThat(
            sentence(
                "gong_list_calls_extensive",
                "{\"filter\": {}, \"contentSelector\": {\"context\": \"Full\"}}"))
        .isEqualTo(
            "contentSelector.context must be one of None, Basic, Extended; given was \"Full\".");
  }

  @Test
  void namesTheElementOfAList() {
    assertThat(
            sentence(
                "gong_get_call_transcripts",
                "{\"filter\": {\"callIds\": [\"1\", \"https://app.gong.io/call?id=2\"]}}"))
        .startsWith(
            "filter.callIds[1] must be an id of 1 to 20 digits in quotes such as 8496280358002082510; given was");
  }

  @Test
  void describesALongValueInsteadOfRepeatingIt() {
    String secret = "s".repeat(500);

    assertThat(sentence("gong_get_call", "{\"id\": \"%s\"}".formatted(secret)))
        .endsWith("given was a text of 500 characters.")
        .doesNotContain("sss");
  }

  @Test
  void keepsWhatTheCallerWroteOutOfTheSentenceForTheTrail() {
    CheckedArguments.Invalid invalid =
        invalid("gong_get_call", "{\"id\": \"kim@example.com\", \"lee@example.com\": 1}");

    assertThat(invalid.sentence()).contains("kim@example.com", "lee@example.com");
    assertThat(invalid.sentenceWithoutValues())
        .contains("id must be an id of 1 to 20 digits")
        .doesNotContain("example.com");
  }

  @Test
  void namesEachProblemOnceInTheOrderOfTheTool() {
    assertThat(
            invalid("gong_list_calls", "{\"nonsense\": 1, \"toDateTime\": 7, \"cursor\": [\"a\"]}")
                .problems())
        .extracting(Problem::argument)
        .containsExactly("fromDateTime", "toDateTime", "cursor", "nonsense");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "3", "\"text\"", "true"})
  void refusesArgumentsThatAreNoObject(String arguments) {
    assertThat(sentence("gong_get_call", arguments))
        .startsWith("arguments must be a JSON object; given was");
  }

  @Test
  void readsANullAsAbsent() {
    assertThat(valid("gong_list_users", "{\"cursor\": null}")).isEqualTo(JSON.createObjectNode());
    assertThat(sentence("gong_get_call", "{\"id\": null}")).startsWith("id is required");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'filter': {'callIds': '17'}} | {'filter': {'callIds': ['17']}}",
        "{'filter': {'callIds': 17}} | {'filter': {'callIds': ['17']}}",
        "{'filter': {'callIds': [17, '18']}} | {'filter': {'callIds': ['17', '18']}}",
        "{'filter': '{\"callIds\": [\"17\"]}'} | {'filter': {'callIds': ['17']}}",
        "{'filter': {'callIds': '[\"17\", \"18\"]'}} | {'filter': {'callIds': ['17', '18']}}",
      },
      quoteCharacter = '~')
  void readsWhatModelsOftenWriteInAnotherForm(String given, String read) {
    assertThat(valid("gong_get_call_transcripts", quoted(given)))
        .isEqualTo(JSON.readTree(quoted(read)));
  }

  @Test
  void readsAnEmptyTextAsAbsentWhereATextCannotBeEmpty() {
    assertThat(valid("gong_list_users", "{\"cursor\": \"\"}")).isEqualTo(JSON.createObjectNode());
    assertThat(sentence("gong_get_call", "{\"id\": \"\"}")).startsWith("id must be an id");
  }

  @Test
  void doesNotReadAnEmptyTextAsAbsentWhereThatMightMeanAll() {
    assertThat(
            sentence(
                "gong_unassign_flows_by_crm_id", "{\"crmProspectId\": \"x\", \"flowId\": \"\"}"))
        .startsWith("flowId must be a text of 1 to 64 characters");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gong_get_flow_steps | flowIds | a list of 1 to 20, each a text of 1 to 64 characters",
        "gong_add_call | duration | a number",
        "gong_list_users | includeAvatars | true or false",
        "gong_add_call | speakersTimeline | an object with precise, speechSegments",
        "gong_erase_data_for_email_address | emailAddress | an email address such as kim@example.com",
        "gong_get_crm_request_status | clientRequestId | a text such as deals-2026-03-01-1",
        "gong_add_call | title | a text",
      })
  void saysWhatIsExpected(String tool, String argument, String expected) {
    JsonNode schema = tool(tool).inputSchema().path("properties").path(argument);

    assertThat(Expectation.expected(schema)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kim@example.com", "kim.o'hara@sales.tidewater.example", "søren@øl.dk"})
  void takesAnEmailAddressOfAnyDomain(String address) {
    valid("gong_find_data_for_email_address", "{\"emailAddress\": \"%s\"}".formatted(address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"kim", "kim@", "@example.com", "kim@example", "k im@example.com", "a@b@c.de"})
  void refusesWhatIsNoEmailAddress(String address) {
    assertThat(
            sentence(
                "gong_find_data_for_email_address",
                "{\"emailAddress\": \"%s\"}".formatted(address)))
        .startsWith("emailAddress must be an email address such as kim@example.com");
  }

  @Test
  void readsASpelledTruthValue() {
    assertThat(valid("gong_list_users", "{\"includeAvatars\": \"true\"}"))
        .isEqualTo(JSON.readTree("{\"includeAvatars\": true}"));
  }

  @Test
  void readsAllArgumentsFromAText() {
    assertThat(valid("gong_get_call", "\"{\\\"id\\\": \\\"17\\\"}\""))
        .isEqualTo(JSON.readTree("{\"id\": \"17\"}"));
  }

  @Test
  void keepsAllTwentyDigitsOfAnId() {
    assertThat(valid("gong_get_call", "{\"id\": \"18446744073709551615\"}"))
        .isEqualTo(JSON.readTree("{\"id\": \"18446744073709551615\"}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"9007199254740992", "8496280358002082510", "-9007199254740992"})
  void refusesANumberWhoseDigitsMayBeLost(String number) {
    assertThat(sentence("gong_get_call", "{\"id\": %s}".formatted(number)))
        .startsWith("id must stand in quotes: a JSON number this large loses digits");
  }

  @Test
  void takesTheLargestExactNumberForAnId() {
    assertThat(valid("gong_get_call", "{\"id\": 9007199254740991}"))
        .isEqualTo(JSON.readTree("{\"id\": \"9007199254740991\"}"));
  }

  @Test
  void refusesArgumentsThatAreTooDeep() {
    String deep = "[".repeat(40) + "]".repeat(40);

    assertThat(sentence("gong_get_call", "{\"id\": %s}".formatted(deep)))
        .isEqualTo("arguments must not be nested deeper than 12 levels.");
  }

  @Test
  void refusesArgumentsThatAreTooLarge() {
    assertThat(
            sentence(
                "gong_list_calls",
                "{%s, \"cursor\": \"%s\"}".formatted(RANGE, "x".repeat(Bounds.MAX_TEXT))))
        .isEqualTo("arguments must not hold more than 262,144 characters.");
    assertThat(
            sentence(
                "gong_get_call_transcripts",
                "{\"filter\": {\"callIds\": [%s0]}}".formatted("0,".repeat(Bounds.MAX_VALUES))))
        .isEqualTo("arguments must not hold more than 10,000 values.");
  }

  @Test
  void refusesADeepTextThatHoldsJson() {
    String deep = "[".repeat(5000);

    assertThat(
            sentence(
                "gong_get_call_transcripts", "{\"filter\": {\"callIds\": \"%s\"}}".formatted(deep)))
        .startsWith("filter.callIds[0] must be");
  }

  @Test
  void refusesAFileThatIsNotBase64() {
    assertThat(
            sentence(
                "gong_add_call_recording",
                "{\"id\": \"1\", \"fileName\": \"a.mp3\", \"content\": \"data:audio/mp3;base64,AAAA\"}"))
        .startsWith("content must be the file in standard base64");
  }

  @Test
  void refusesAFileOfMoreThanFiveMegabytes() {
    String content = "A".repeat(UploadedFile.MAX_BASE64 + 4);

    assertThat(
            sentence(
                "gong_add_call_recording",
                "{\"id\": \"1\", \"fileName\": \"a.mp3\", \"content\": \"%s\"}".formatted(content)))
        .startsWith("content must be a text of 1 to 6,990,508 characters")
        .hasSizeLessThan(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../a.mp3", "a\\\\b.mp3", "a\\r\\nX: y", "a\\\"b"})
  void refusesAFileNameThatIsMore(String fileName) {
    assertThat(
            sentence(
                "gong_add_call_recording",
                "{\"id\": \"1\", \"fileName\": \"%s\", \"content\": \"AAAA\"}".formatted(fileName)))
        .isEqualTo(
            "fileName must be a text of 1 to 255 characters such as recording.mp3; given was "
                + "\"%s\".".formatted(fileName));
  }

  @Test
  void reportsAFewProblemsWhereThereAreMany() {
    List<Problem> problems =
        invalid(
                "gong_get_call_transcripts",
                "{\"filter\": {\"callIds\": [%s\"x\"]}}".formatted("\"x\",".repeat(100)))
            .problems();

    assertThat(problems).hasSize(8);
  }

  private static String quoted(String json) {
    return json.replace("\"", "\\\"").replace('\'', '"');
  }

  private JsonNode valid(String tool, String arguments) {
    CheckedArguments checked = check.check(tool(tool), JSON.readTree(arguments));
    assertThat(checked).isInstanceOf(CheckedArguments.Valid.class);
    return ((CheckedArguments.Valid) checked).arguments();
  }

  private CheckedArguments.Invalid invalid(String tool, String arguments) {
    CheckedArguments checked = check.check(tool(tool), JSON.readTree(arguments));
    assertThat(checked).isInstanceOf(CheckedArguments.Invalid.class);
    return (CheckedArguments.Invalid) checked;
  }

  private String sentence(String tool, String arguments) {
    return invalid(tool, arguments).sentence();
  }

  private static Tool tool(String name) {
    return CATALOG.find(name).orElseThrow();
  }
}
