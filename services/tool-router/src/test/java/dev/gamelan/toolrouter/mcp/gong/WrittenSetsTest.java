package dev.gamelan.toolrouter.mcp.gong;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.toolrouter.mcp.offer.Listed;
import dev.gamelan.toolrouter.mcp.offer.Pages;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

class WrittenSetsTest {
  private static final Map<String, Listed> ENTRIES = new TreeMap<>();

  static {
    for (int number = 0; number < 100; number++) {
      String name = "t%02d".formatted(number);
      ENTRIES.put(name, new Listed.Tool(name, "a tool", JsonNodeFactory.instance.objectNode()));
    }
  }

  private final WrittenSets sets = new WrittenSets("v", ENTRIES, 2, new JsonMapper());

  @Test
  void aSetIsWrittenOnceHoweverManySeeIt() {
    assertThat(sets.of(List.of("t01", "t02"))).isSameAs(sets.of(List.of("t01", "t02")));
    assertThat(sets.of(List.of("t01", "t03"))).isNotSameAs(sets.of(List.of("t01", "t02")));
  }

  @Test
  void aCursorIsGoodForItsOwnSetAlone() {
    Pages one = sets.of(List.of("t01", "t02", "t03"));
    String cursor = one.at(null).orElseThrow().next();

    assertThat(one.at(cursor)).isPresent();
    assertThat(sets.of(List.of("t01", "t02", "t04")).at(cursor)).isEmpty();
  }

  @Test
  void onlySoManySetsAreKept() {
    IntStream.range(0, 100).forEach(number -> sets.of(List.of("t%02d".formatted(number))));

    assertThat(sets.size()).isEqualTo(64);
  }
}
