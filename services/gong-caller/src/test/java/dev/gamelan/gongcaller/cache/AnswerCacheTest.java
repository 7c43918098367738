package dev.gamelan.gongcaller.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.gongcaller.gong.GongAnswer;
import dev.gamelan.schemas.ToolCallRequested;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class AnswerCacheTest extends CacheFixture {
  @Test
  void everyKeyHasItsDefault() {
    assertThat(bound(Map.of()))
        .isEqualTo(
            new CacheProperties(
                DataSize.ofMegabytes(64),
                DataSize.ofMegabytes(16),
                DataSize.ofMegabytes(1),
                Duration.ofHours(24),
                Duration.ofHours(1),
                Duration.ofMinutes(5)));
  }

  @Test
  void eachKindIsGoodForItsOwnTime() {
    ToolCallRequested users = call("GET", "/v2/users", null);
    ToolCallRequested transcript = call("POST", "/v2/calls/transcript", IDS);
    ToolCallRequested one = call("GET", "/v2/calls/1", null);
    List.of(users, transcript, one).forEach(call -> keep(call, "x"));
    now = NOW.plus(Duration.ofMinutes(6));
    assertThat(find(one)).isEmpty();
    assertThat(find(users)).isPresent();
    now = NOW.plus(Duration.ofHours(2));
    assertThat(find(users)).isEmpty();
    assertThat(find(transcript).orElseThrow().age()).isEqualTo(Duration.ofHours(2));
  }

  @Test
  void nothingIsGoodForLongerBecauseTheClockWentBack() {
    ToolCallRequested users = call("GET", "/v2/users", null);
    keep(users, "x");

    now = NOW.minus(Duration.ofHours(12));

    assertThat(find(users)).isEmpty();
  }

  @Test
  void whatIsNotKnownToKeepIsNotKept() {
    for (ToolCallRequested call :
        List.of(
            call("GET", "/v2/calls", null),
            call("POST", "/v2/calls/transcript", "{\"filter\":{}}"),
            call("POST", "/v2/calls/transcript", "{\"filter\":{\"callIds\":[]}}"),
            call(
                "POST",
                "/v2/calls/extensive",
                IDS.replace("}}", "},\"contentSelector\":{\"exposedFields\":{\"media\":true}}}")),
            call("GET", "/v2/entities/ask-entity", null))) {
      keep(call, "x");
      assertThat(find(call)).as("%s", call.getRequest()).isEmpty();
    }
  }

  @Test
  void listsOfThePastAreKeptAndNotThoseThatGrow() {
    ToolCallRequested past = list("2026-05-01T12:59:59+02:00");
    keep(past, "x");
    assertThat(find(past)).isPresent();
    now = NOW.plus(Duration.ofMinutes(6));
    assertThat(find(past)).isEmpty();
    now = NOW;
    for (ToolCallRequested call :
        List.of(
            list("2026-05-01T11:00:00Z"),
            list("2026-05-01T13:00:00Z"),
            list("yesterday"),
            list(),
            list("2026-04-01T00:00:00Z", "2026-06-01T00:00:00Z"))) {
      keep(call, "x");
      assertThat(find(call)).as("%s", call.getRequest()).isEmpty();
    }
  }

  @Test
  void pagesThatLeadOnAreKeptForHalfTheTimeThatTheWayIsOpen() {
    ToolCallRequested users = call("GET", "/v2/users", null);
    keep(users, leadsOnUntil(NOW.plus(Duration.ofMinutes(8))));
    now = NOW.plus(Duration.ofSeconds(239));
    assertThat(find(users)).isPresent();
    now = NOW.plus(Duration.ofMinutes(4));
    assertThat(find(users)).isEmpty();
    now = NOW;
    keep(users, leadsOnUntil(NOW));
    assertThat(find(users)).isEmpty();
    keep(users, leadsOnUntil(NOW.plus(Duration.ofHours(9))));
    now = NOW.plus(Duration.ofHours(1));
    assertThat(find(users)).isEmpty();
    now = NOW;
    keep(users, "%s%5000s".formatted(leadsOnUntil(NOW.plus(Duration.ofHours(9))), "\"cursor\":7"));
    assertThat(find(users)).isEmpty();
  }

  @Test
  void refusalsAndPagesThatLeadNobodyKnowsHowFarAreNotKept() {
    ToolCallRequested users = call("GET", "/v2/users", null);
    cache.keep(HERE, asked(users), users, 1, answer(404, "x"), NOW, "p");
    assertThat(find(users)).isEmpty();
    for (String cursor : List.of("abc", "a.b.c", "a.e30.c", "a.!!.c")) {
      keep(users, "{\"records\":{\"cursor\":\"" + cursor + "\"}}");
      assertThat(find(users)).as(cursor).isEmpty();
    }
  }

  @Test
  void theCallerSaysHowOldItMayBe() {
    ToolCallRequested users = call("GET", "/v2/users", null);
    keep(users, "x");
    now = NOW.plusSeconds(10);
    assertThat(find(within(users, 11_000))).isPresent();
    assertThat(find(within(users, 9_000))).isEmpty();
    now = NOW;
    assertThat(find(within(users, 0))).isEmpty();
  }

  @Test
  void thatThereWasNothingIsKeptOfThePastAlone() {
    ToolCallRequested past = list("2026-04-01T00:00:00Z");
    ToolCallRequested one = call("GET", "/v2/calls/1", null);
    for (ToolCallRequested call :
        List.of(past, one, list("2026-05-01T12:00:00Z"), call("GET", "/v2/users", null))) {
      cache.keep(HERE, asked(call), call, 1, answer(404, "{\"errors\":[\"x\"]}"), NOW, "p");
    }
    assertThat(find(past).orElseThrow().answer().status()).isEqualTo(404);
    assertThat(body(past)).isEqualTo("{\"errors\":[\"x\"]}");
    assertThat(find(one)).isEmpty();
    assertThat(find(list("2026-05-01T12:00:00Z"))).isEmpty();
    now = NOW.plus(Duration.ofMinutes(5));
    assertThat(find(past)).isEmpty();
    assertThat(find(call("GET", "/v2/users", null))).isEmpty();

    cache.keep(
        HERE,
        asked(past),
        past,
        1,
        new GongAnswer.Responded(404, "text/html", new byte[0], null, null, null),
        now,
        "p");
    assertThat(find(past)).isEmpty();
    cache.keep(HERE, asked(past), past, 1, answer(403, "x"), now, "p");
    assertThat(find(past)).isEmpty();
  }

  @Test
  void nothingIsThereForOthers() {
    ToolCallRequested users = call("GET", "/v2/users", null);
    keep(users, "x");
    assertThat(
            cache.find(new AnswerCache.Place("one", "another"), asked(users), users, 1).isPresent())
        .isFalse();
    assertThat(
            cache.find(new AnswerCache.Place("two", "default"), asked(users), users, 1).isPresent())
        .isFalse();
  }

  @Test
  void otherCredentialsAndEndsForgetIt() {
    ToolCallRequested users = call("GET", "/v2/users", null);
    keep(users, "x");
    assertThat(cache.find(HERE, asked(users), users, 2)).isEmpty();
    assertThat(find(users)).isEmpty();
    keep(users, "x");
    cache.forget(HERE);
    assertThat(find(users)).isEmpty();
    keep(users, "x");
    cache.forgetAllOf("one");
    assertThat(find(users)).isEmpty();
  }

  @Test
  void whatWasNotAskedForLongestMakesRoom() {
    AnswerCache small = cache(Map.of("gamelan.cache.connection-size", "2500B"));
    for (int id = 1; id <= 3; id++) {
      ToolCallRequested one = call("GET", "/v2/users/" + id, null);
      small.keep(HERE, asked(one), one, 1, answer(200, "y".repeat(500)), NOW, "p");
      small.find(HERE, asked(call("GET", "/v2/users/1", null)), one, 1);
    }
    assertThat(isThere(small, 1)).isTrue();
    assertThat(isThere(small, 2)).isFalse();
    assertThat(isThere(small, 3)).isTrue();
  }

  private static boolean isThere(AnswerCache small, int id) {
    ToolCallRequested one = call("GET", "/v2/users/" + id, null);
    return small.find(HERE, asked(one), one, 1).isPresent();
  }

  @Test
  void nobodyReadsItInMemory() {
    ToolCallRequested users = call("GET", "/v2/users", null);
    var shelf = new Shelf(1);
    byte[] sealed =
        shelf.key().seal(new byte[] {1}, "secret words".getBytes(StandardCharsets.UTF_8));
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("secret");
    assertThat(shelf.key().open(new byte[] {2}, sealed)).isEmpty();
    assertThat(new Shelf(1).key().open(new byte[] {1}, sealed)).isEmpty();
    keep(users, "{\"users\":[]}");
    assertThat(new String(find(users).orElseThrow().answer().body(), StandardCharsets.UTF_8))
        .isEqualTo("{\"users\":[]}");
  }
}
