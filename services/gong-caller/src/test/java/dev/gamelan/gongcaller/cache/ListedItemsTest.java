package dev.gamelan.gongcaller.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.schemas.ToolCallRequested;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListedItemsTest extends CacheFixture {
  @Test
  void whoeverHasAListHasWhatStandsInIt() {
    ToolCallRequested past = list("2026-04-01T00:00:00Z");
    keep(
        past,
        """
        {"requestId":"r","records":{"totalRecords":2},\
        "calls":[{"id":"7","title":"one"},{"id":"8", "x":[{"id":"9"}]}]}""");

    assertThat(body(call("GET", "/v2/calls/8", null)))
        .isEqualTo(
            """
            {"requestId":"r","call":{"id":"8", "x":[{"id":"9"}]}}""");
    assertThat(find(call("GET", "/v2/calls/9", null))).isEmpty();
    assertThat(find(call("GET", "/v2/users/7", null))).isEmpty();
    assertThat(find(call("POST", "/v2/calls/extensive", IDS.replace('1', '7')))).isEmpty();
    assertThat(
            cache.find(
                HERE, asked(call("GET", "/v2/calls/8", null)), call("GET", "/v2/calls/8", null), 2))
        .isEmpty();
  }

  @Test
  void whatIsListedIsAsOldAsItsList() {
    ToolCallRequested one = call("GET", "/v2/calls/7", null);
    keep(list("2026-04-01T00:00:00Z"), "{\"calls\":[{\"id\":\"7\",\"title\":\"old\"}]}");
    now = NOW.plusSeconds(60);

    assertThat(find(one).orElseThrow().age()).isEqualTo(Duration.ofSeconds(60));
    assertThat(find(within(one, 59_000))).isEmpty();
    keep(one, "{\"call\":\"new\"}");
    assertThat(body(one)).isEqualTo("{\"call\":\"new\"}");

    now = NOW.plus(Duration.ofMinutes(7));
    assertThat(find(one)).isEmpty();
    assertThat(find(call("GET", "/v2/calls/7", null))).isEmpty();
  }

  @Test
  void whatIsListedNeedsNoWayToANextPage() {
    ToolCallRequested users = call("GET", "/v2/users", null);
    ToolCallRequested one = call("GET", "/v2/users/7", null);
    keep(users, leadsOnUntil(NOW.plus(Duration.ofMinutes(8))).replace("[]", "[{\"id\":\"7\"}]"));
    now = NOW.plus(Duration.ofMinutes(59));
    assertThat(find(users)).isEmpty();
    assertThat(find(one)).isPresent();
    now = NOW.plus(Duration.ofMinutes(60));
    assertThat(find(one)).isEmpty();
    now = NOW;
    keep(users, "{\"users\":[{\"id\":\"7\"}],\"records\":{\"cursor\":\"abc\"}}");
    assertThat(find(users)).isEmpty();
    assertThat(find(one)).isPresent();
  }

  @Test
  void detailsHoldTheFactsAndUsersThemselves() {
    keep(
        call("POST", "/v2/calls/extensive", IDS),
        "{\"requestId\":\"r\",\"calls\":[{\"parties\":[],\"metaData\":{\"id\":\"1\"}}]}");
    keep(call("GET", "/v2/users", null), "{\"users\":[{\"id\":\"2\"}]}");
    keep(call("POST", "/v2/users/extensive", "{}"), "{\"users\":[{\"id\":\"3\"}]}");

    assertThat(body(call("GET", "/v2/calls/1", null)))
        .isEqualTo("{\"requestId\":\"r\",\"call\":{\"id\":\"1\"}}");
    assertThat(body(call("GET", "/v2/users/2", null))).isEqualTo("{\"user\":{\"id\":\"2\"}}");
    assertThat(body(call("GET", "/v2/users/3", null))).isEqualTo("{\"user\":{\"id\":\"3\"}}");
  }

  @Test
  void aListThatIsNotAsExpectedHoldsNothing() {
    ToolCallRequested past = list("2026-04-01T00:00:00Z");
    for (String body :
        List.of(
            "{\"calls\":[{\"id\":\"7\"},{\"id\":\"7\"}]}",
            "{\"calls\":[{\"id\":7}]}",
            "{\"calls\":{\"id\":\"7\"}}",
            "{\"calls\":[{\"id\":\"7\"}]",
            "[]")) {
      keep(past, body);
      assertThat(find(past)).as(body).isPresent();
      assertThat(find(call("GET", "/v2/calls/7", null))).as(body).isEmpty();
    }
  }

  @Test
  void aListThatHadToMakeRoomHoldsNothingAnyMore() {
    AnswerCache small = cache(Map.of("gamelan.cache.connection-size", "1500B"));
    ToolCallRequested past = list("2026-04-01T00:00:00Z");
    ToolCallRequested user = call("GET", "/v2/users/7", null);
    ToolCallRequested one = call("GET", "/v2/calls/7", null);
    small.keep(HERE, asked(past), past, 1, answer(200, "{\"calls\":[{\"id\":\"7\"}]}"), NOW, "p");
    assertThat(small.find(HERE, asked(one), one, 1)).isPresent();
    small.keep(HERE, asked(user), user, 1, answer(200, "y".repeat(700)), NOW, "p");

    assertThat(small.find(HERE, asked(user), user, 1)).isPresent();
    assertThat(small.find(HERE, asked(one), one, 1)).isEmpty();
  }
}
