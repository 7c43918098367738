package dev.gamelan.toolrouter.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.identity.Caller;
import dev.gamelan.toolrouter.catalog.Catalog;
import dev.gamelan.toolrouter.catalog.Tool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ToolPagesTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Catalog CATALOG = Catalog.load();

  private static ToolPages pages(int size) {
    return new ToolPages(
        CATALOG, new McpProperties(Duration.ofSeconds(55), size, Duration.ofMinutes(5)), MAPPER);
  }

  private static McpRequest request(Era era, ObjectNode params) {
    return new McpRequest(era, "tools/list", params, new Caller("reader", Set.of()), null);
  }

  private static JsonNode listed(ToolPages pages, ObjectNode params) {
    return pages.list(request(Era.MODERN, params)) instanceof McpOutcome.Result(var result)
        ? MAPPER.readTree(MAPPER.writeValueAsString(result))
        : MAPPER.missingNode();
  }

  @Test
  void allPagesTogetherAreTheWholeCatalogueInOrder() {
    ToolPages pages = pages(10);
    List<String> names = new ArrayList<>();
    ObjectNode params = MAPPER.createObjectNode();
    for (boolean more = true; more; ) {
      JsonNode page = listed(pages, params);
      page.path("tools").forEach(tool -> names.add(tool.path("name").asString()));
      more = page.has("nextCursor");
      params = MAPPER.createObjectNode().put("cursor", page.path("nextCursor").asString(""));
    }

    assertThat(names).isSorted().isEqualTo(CATALOG.tools().stream().map(Tool::name).toList());
  }

  @Test
  void oneOrdinaryPageHoldsAllToolsForClientsThatReadNoSecond() {
    JsonNode page = listed(pages(100), MAPPER.createObjectNode());

    assertThat(page.path("tools").size()).isEqualTo(CATALOG.tools().size());
    assertThat(page.has("nextCursor")).isFalse();
    assertThat(page.path("cacheScope").asString()).isEqualTo("private");
    assertThat(page.path("ttlMs").asLong()).isEqualTo(300_000);
  }

  @Test
  void aToolSaysWhichOperationItIsAndWhatItMayDo() {
    JsonNode page = listed(pages(100), MAPPER.createObjectNode());
    JsonNode delete =
        page.path("tools")
            .valueStream()
            .filter(tool -> tool.path("name").asString().equals("gong_delete_meeting"))
            .findAny()
            .orElseThrow();

    assertThat(delete.path("_meta").path("dev.gamelan/operation").asString())
        .isEqualTo("DELETE /v2/meetings/{meetingId}");
    assertThat(delete.at("/annotations/destructiveHint").asBoolean()).isTrue();
    assertThat(delete.at("/annotations/readOnlyHint").asBoolean()).isFalse();
    assertThat(delete.at("/inputSchema/type").asString()).isEqualTo("object");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\"1\"", "\"bm9uc2Vuc2U6MQ\"", "1", "null", "{}"})
  void aCursorOfAnotherListIsRefused(String cursor) {
    ObjectNode params = MAPPER.createObjectNode();
    params.set("cursor", MAPPER.readTree(cursor));

    assertThat(pages(10).list(request(Era.MODERN, params)))
        .isInstanceOfSatisfying(
            McpError.class, error -> assertThat(error.code()).isEqualTo(-32602));
  }

  @Test
  void theOldEraHearsNothingOfCaching() {
    assertThat(pages(100).list(request(Era.LEGACY, MAPPER.createObjectNode())))
        .isInstanceOfSatisfying(
            McpOutcome.Result.class,
            given -> assertThat(given.result().propertyNames()).containsExactly("tools"));
  }
}
