package dev.gamelan.toolrouter.mcp.gong;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.toolrouter.catalog.AnswerShapes;
import dev.gamelan.toolrouter.catalog.Catalog;
import dev.gamelan.toolrouter.catalog.Tool;
import dev.gamelan.toolrouter.mcp.offer.Pages;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ListedToolsTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Catalog CATALOG = Catalog.load();

  private static Pages pages(int size) {
    return Pages.of(CATALOG.version(), ListedTools.all(CATALOG, AnswerShapes.load()), size, MAPPER);
  }

  private static JsonNode items(Pages.Page page) {
    return MAPPER.readTree(MAPPER.writeValueAsString(page.items()));
  }

  @Test
  void allPagesTogetherAreTheWholeCatalogueInOrder() {
    Pages pages = pages(10);
    List<String> names = new ArrayList<>();
    String cursor = null;
    do {
      Pages.Page page = pages.at(cursor).orElseThrow();
      items(page).forEach(tool -> names.add(tool.path("name").asString()));
      cursor = page.next();
    } while (cursor != null);

    assertThat(names).isSorted().isEqualTo(CATALOG.tools().stream().map(Tool::name).toList());
  }

  @Test
  void oneOrdinaryPageHoldsAllToolsForClientsThatReadNoSecond() {
    Pages.Page page = pages(100).at(null).orElseThrow();

    assertThat(items(page).size()).isEqualTo(CATALOG.tools().size());
    assertThat(page.next()).isNull();
  }

  @Test
  void aToolSaysWhichOperationItIsAndWhatItMayDo() {
    JsonNode delete =
        items(pages(100).at(null).orElseThrow())
            .valueStream()
            .filter(tool -> tool.path("name").asString().equals("gong_delete_meeting"))
            .findAny()
            .orElseThrow();

    assertThat(delete.path("_meta").path("dev.gamelan/operation").asString())
        .isEqualTo("DELETE /v2/meetings/{meetingId}");
    assertThat(delete.at("/annotations/destructiveHint").asBoolean()).isTrue();
    assertThat(delete.at("/annotations/readOnlyHint").asBoolean()).isFalse();
    assertThat(delete.at("/inputSchema/type").asString()).isEqualTo("object");
    assertThat(delete.at("/outputSchema/type").asString()).isEqualTo("object");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "bm9uc2Vuc2U6MQ"})
  void aCursorOfAnotherListIsNotTaken(String cursor) {
    assertThat(pages(10).at(cursor)).isEmpty();
  }
}
