package dev.gamelan.toolrouter.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.schemas.FilePart;
import dev.gamelan.schemas.GongRequest;
import dev.gamelan.schemas.QueryParameter;
import dev.gamelan.toolrouter.catalog.RequestReading.Part;
import dev.gamelan.toolrouter.catalog.RequestReading.Read;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class RequestReadingTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Catalog CATALOG = Catalog.load();

  private final RequestReading reading = new RequestReading(CATALOG);

  static List<Tool> tools() {
    return CATALOG.tools();
  }

  /** Whatever the catalogue can write it can read, in all of its operations. */
  @ParameterizedTest
  @MethodSource("tools")
  void readsTheCallThatARequestWasBuiltFrom(Tool tool) {
    ObjectNode arguments = JSON.createObjectNode();
    for (Argument argument : tool.arguments()) {
      switch (argument.place()) {
        case PATH -> arguments.put(argument.name(), "an id/ü+%");
        case QUERY -> arguments.put(argument.name(), "a&b=c ü+");
        case BODY -> arguments.putObject(argument.name()).put("deep", argument.name());
        case WHOLE_BODY -> arguments.putArray(argument.name()).add(1);
        case FILE -> arguments.put(argument.name(), "Zm9v");
      }
    }
    GongRequest request =
        new RequestBuilder().build(tool, new CheckedArguments.Valid(arguments.deepCopy()));

    assertThat(read(request)).isEqualTo(new Read.Call(tool, arguments));
  }

  private Read read(GongRequest request) {
    Map<String, List<String>> query = new LinkedHashMap<>();
    for (QueryParameter one : request.getQuery()) {
      query.computeIfAbsent(one.getName(), any -> new ArrayList<>()).add(one.getValue());
    }
    String body = request.getBody();
    FilePart file = request.getFile();
    return reading.read(
        request.getMethod(),
        request.getPath(),
        query,
        body == null ? null : JSON.readTree(body),
        file == null
            ? List.of()
            : List.of(
                new Part(
                    file.getName(),
                    file.getFileName(),
                    file.getContentType(),
                    file.getContent().array())));
  }

  private Read read(String method, String path) {
    return reading.read(method, path, Map.of(), null, List.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v2/",
        "/v2/nonsense",
        "/v2/calls/",
        "/v2//calls",
        "/v2/calls/1/2/3/4",
        "/v2/Calls",
        "/v3/calls",
        "/v2/calls%2F1"
      })
  void whatIsNoOperationIsNone(String path) {
    assertThat(read("GET", path)).isEqualTo(new Read.NoOperation(Set.of()));
  }

  @Test
  void aWrongMethodIsToldWhichThereAre() {
    assertThat(read("DELETE", "/v2/calls")).isEqualTo(new Read.NoOperation(Set.of("GET", "POST")));
  }

  @Test
  void aWordOfGongsIsNoId() {
    assertThat(read("POST", "/v2/calls/extensive"))
        .isInstanceOfSatisfying(
            Read.Call.class,
            call -> assertThat(call.tool().name()).isEqualTo("gong_list_calls_extensive"));
    assertThat(read("GET", "/v2/calls/extensive")).isEqualTo(new Read.NoOperation(Set.of("POST")));
  }

  /** The ids of a path have patterns that leave no way up. */
  @ParameterizedTest
  @CsvSource({"..", ".", "%2e%2e", "1%2F..%2Fusers", "%00", "%C0%AE%C0%AE"})
  void aPathThatClimbsIsRefusedAsAnArgument(String id) {
    assertThat(read("GET", "/v2/calls/" + id))
        .isInstanceOfSatisfying(
            Read.Call.class,
            call ->
                assertThat(new ArgumentCheck().check(call.tool(), call.arguments()))
                    .isInstanceOf(CheckedArguments.Invalid.class));
  }

  @Test
  void brokenEncodingIsUnfit() {
    assertThat(read("GET", "/v2/calls/%zz")).isInstanceOf(Read.Unfit.class);
  }

  @Test
  void whatGongDoesNotKnowIsNotPassedOn() {
    JsonNode body = JSON.readTree("{\"filter\": {}, \"id\": \"1\"}");

    assertThat(sentence(reading.read("POST", "/v2/calls/extensive", Map.of(), body, List.of())))
        .contains("POST /v2/calls/extensive", "contentSelector, cursor, filter");
    assertThat(
            sentence(reading.read("GET", "/v2/calls", Map.of("id", List.of("1")), null, List.of())))
        .contains("no such query parameter", "fromDateTime");
    assertThat(sentence(reading.read("GET", "/v2/calls", Map.of(), body, List.of())))
        .contains("takes no body");
    assertThat(
            sentence(
                reading.read(
                    "POST", "/v2/calls/extensive", Map.of(), JSON.readTree("[]"), List.of())))
        .contains("must be a JSON object");
  }

  @Test
  void aFileHasOnePlace() {
    var misplaced = new Part("other", "a.mp3", "audio/mpeg", new byte[] {1});

    assertThat(
            sentence(reading.read("PUT", "/v2/calls/1/media", Map.of(), null, List.of(misplaced))))
        .contains("in the field mediaFile");
    assertThat(sentence(reading.read("PUT", "/v2/calls/1/media", Map.of(), null, List.of())))
        .contains("multipart form");
    assertThat(sentence(reading.read("GET", "/v2/users", Map.of(), null, List.of(misplaced))))
        .contains("takes no form");
  }

  private static String sentence(Read read) {
    assertThat(read).isInstanceOf(Read.Unfit.class);
    return ((Read.Unfit) read).sentence();
  }
}
