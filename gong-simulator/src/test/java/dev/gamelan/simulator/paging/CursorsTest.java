package dev.gamelan.simulator.paging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.simulator.access.Grant;
import dev.gamelan.simulator.facts.Facts;
import dev.gamelan.simulator.operations.Answer;
import dev.gamelan.simulator.operations.Ask;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CursorsTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final List<Integer> ALL = IntStream.range(0, 250).boxed().toList();

  private final Hand hand = new Hand();
  private final Pages pages =
      new Pages(new Cursors(JSON), new PagingProperties(Duration.ofMinutes(5)), hand);

  record Body(List<Integer> items, Page.Records records) {}

  @Test
  void showsEveryItemOnceInPagesOfAHundred() {
    List<Integer> seen = new ArrayList<>();
    String cursor = null;
    do {
      Body body = page(get(cursor, "a"));
      seen.addAll(body.items());
      cursor = body.records().cursor();
    } while (cursor != null);

    assertThat(seen).isEqualTo(ALL);
  }

  @Test
  void countsPagesFromNoughtAndEndsWithoutACursor() {
    Body first = page(get(null, "a"));
    Body second = page(get(first.records().cursor(), "a"));
    Body third = page(get(second.records().cursor(), "a"));

    assertThat(first.records().currentPageNumber()).isZero();
    assertThat(second.records().currentPageNumber()).isEqualTo(1);
    assertThat(third.records()).isEqualTo(new Page.Records(250, 50, 2, null));
  }

  @Test
  void isAJsonWebTokenThatSaysWhenItExpires() {
    String[] parts = String.valueOf(page(get(null, "a")).records().cursor()).split("\\.");
    JsonNode header = JSON.readTree(Base64.getUrlDecoder().decode(parts[0]));
    JsonNode payload = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));

    assertThat(header.get("alg").asString()).isEqualTo("HS256");
    assertThat(payload.get("pageSize").asInt()).isEqualTo(100);
    assertThat(payload.get("total").asInt()).isEqualTo(250);
    assertThat(payload.get("exp").asLong())
        .isEqualTo(hand.instant().plusSeconds(300).getEpochSecond());
  }

  @Test
  void expires() {
    String cursor = page(get(null, "a")).records().cursor();
    hand.now = hand.now.plusSeconds(299);
    assertThat(page(get(cursor, "a")).items()).hasSize(100);
    hand.now = hand.now.plusSeconds(1);

    assertThat(refusal(get(cursor, "a"))).isEqualTo("The cursor has expired");
  }

  @Test
  void isRefusedWhenAnyoneElseWroteIt() {
    String cursor = String.valueOf(page(get(null, "a")).records().cursor());
    String foreign =
        String.valueOf(new Cursors(JSON).write(new Cursor(100, 250, 1, Long.MAX_VALUE, 0)));

    assertThat(refusal(get(foreign, "a"))).isEqualTo("The cursor is not valid");
    assertThat(refusal(get(cursor.substring(0, cursor.length() - 4), "a")))
        .isEqualTo("The cursor is not valid");
    assertThat(refusal(get("nonsense", "a"))).isEqualTo("The cursor is not valid");
  }

  @Test
  void isRefusedWithOtherInputs() {
    String cursor = page(get(null, "a")).records().cursor();

    assertThat(refusal(get(cursor, "b"))).contains("other inputs");
  }

  @Test
  void isReadFromTheBodyOfAPostAndNotFromItsQuery() {
    String cursor = page(post(null, Map.of())).records().cursor();

    assertThat(page(post(cursor, Map.of())).records().currentPageNumber()).isEqualTo(1);
    assertThat(
            page(post(null, Map.of("cursor", String.valueOf(cursor))))
                .records()
                .currentPageNumber())
        .isZero();
  }

  private Body page(Ask ask) {
    return (Body) ((Answer.Done) pages.answer(ask, ALL, Body::new)).body();
  }

  private String refusal(Ask ask) {
    return ((Answer.Refused) pages.answer(ask, ALL, Body::new)).errors().getFirst();
  }

  private static Ask get(@Nullable String cursor, String workspaceId) {
    Map<String, String> query =
        cursor == null
            ? Map.of("workspaceId", workspaceId)
            : Map.of("workspaceId", workspaceId, "cursor", cursor);
    return ask("GET /v2/calls", query, null);
  }

  private static Ask post(@Nullable String cursor, Map<String, String> query) {
    var body = JSON.createObjectNode();
    body.putObject("filter");
    if (cursor != null) {
      body.put("cursor", cursor);
    }
    return ask("POST /v2/calls/extensive", query, body);
  }

  private static Ask ask(String operation, Map<String, String> query, @Nullable JsonNode body) {
    return new Ask(
        Facts.published().of(operation),
        new Grant("key", Set.of(), true),
        Map.of(),
        query,
        body,
        List.of());
  }

  /** A clock that is turned by hand. */
  private static final class Hand extends Clock {
    private Instant now = Instant.parse("2026-05-01T10:00:00Z");

    @Override
    public Instant instant() {
      return Objects.requireNonNull(now);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
