package dev.gamelan.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.simulator.testing.Gong;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class PagingIT {

  @BeforeEach
  void fresh() {
    Gong.fresh();
  }

  @Test
  void listsEveryCallExactlyOnce() {
    List<String> ids = new ArrayList<>();
    String target = "/v2/calls?fromDateTime=2020-01-01T00:00:00Z&toDateTime=2999-01-01T00:00:00Z";
    String cursor = "";
    int pages = 0;
    do {
      JsonNode page = Gong.get(target + cursor).json();
      page.get("calls").forEach(call -> ids.add(call.get("id").asString()));
      JsonNode next = page.get("records").get("cursor");
      cursor = next == null ? "" : "&cursor=" + encoded(next.asString());
      pages++;
    } while (!cursor.isEmpty());

    assertThat(pages).isEqualTo(4);
    assertThat(ids).hasSize(400);
    assertThat(new HashSet<>(ids)).hasSize(400);
  }

  @ParameterizedTest
  @CsvSource({"/v2/calls/extensive, calls", "/v2/calls/transcript, callTranscripts"})
  void takesTheCursorOfAPostFromItsBody(String path, String list) {
    HashSet<String> seen = new HashSet<>();
    int count = 0;
    String body = "{\"filter\":{}}";
    JsonNode next;
    do {
      JsonNode page = Gong.json("POST", path, body).json();
      count += page.get(list).size();
      page.get(list).forEach(one -> seen.add(id(one)));
      next = page.get("records").get("cursor");
      body = next == null ? "" : "{\"filter\":{},\"cursor\":\"" + next.asString() + "\"}";
    } while (next != null);

    assertThat(count).isEqualTo(400);
    assertThat(seen).hasSize(400);
  }

  @Test
  void doesNotSeeACursorInTheQueryOfAPost() {
    JsonNode first = Gong.json("POST", "/v2/calls/extensive", "{\"filter\":{}}").json();
    String cursor = encoded(first.get("records").get("cursor").asString());

    JsonNode again =
        Gong.json("POST", "/v2/calls/extensive?cursor=" + cursor, "{\"filter\":{}}").json();

    assertThat(again.get("records").get("currentPageNumber").asInt()).isZero();
    assertThat(again.get("calls")).isEqualTo(first.get("calls"));
  }

  @Test
  void refusesACursorItDidNotWrite() {
    assertThat(Gong.get("/v2/calls?cursor=abc").status()).isEqualTo(400);
    assertThat(
            Gong.json("POST", "/v2/calls/extensive", "{\"filter\":{},\"cursor\":\"abc\"}").status())
        .isEqualTo(400);
  }

  private static String id(JsonNode one) {
    return (one.has("callId") ? one.get("callId") : one.get("metaData").get("id")).asString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
