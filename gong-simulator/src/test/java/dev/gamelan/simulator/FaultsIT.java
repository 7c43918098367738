package dev.gamelan.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gamelan.simulator.arrivals.Arrival;
import dev.gamelan.simulator.testing.Gong;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JacksonException;

class FaultsIT {
  private static final String NEW_PROFILE = "{\"name\":\"Interns\"}";

  private static final String WORKSPACE =
      Gong.get("/v2/workspaces").json().get("workspaces").get(0).get("id").asString();

  private final GongSimulator simulator = Gong.fresh();

  @BeforeEach
  void fresh() {
    Gong.fresh();
  }

  @Test
  void delaysAnAnswerButNotTheWork() {
    fault("{\"kind\":\"LATENCY\",\"delayMillis\":80,\"jitterMillis\":20}");
    long start = System.nanoTime();

    Gong.get("/v2/workspaces");

    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(80_000_000L);
    assertThat(last().fault()).isEqualTo("Latency");
  }

  @ParameterizedTest
  @CsvSource({"SECONDS, 30", "ABSENT, ''", "GARBAGE, 'soon, please'"})
  void storms429WithAnyRetryAfter(String kind, String header) {
    fault(
        "{\"kind\":\"TOO_MANY_REQUESTS\",\"retryAfterSeconds\":30,\"retryAfter\":\""
            + kind
            + "\"}");

    Gong.Reply reply = Gong.get("/v2/workspaces");

    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.header("retry-after")).isEqualTo(header);
  }

  @Test
  void storms429WithADate() {
    fault(
        "{\"kind\":\"TOO_MANY_REQUESTS\",\"retryAfterSeconds\":3600,\"retryAfter\":\"HTTP_DATE\"}");

    String header = Gong.get("/v2/workspaces").header("retry-after");

    assertThat(ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME))
        .isAfter(ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(58));
  }

  @Test
  void stormsFailuresWithoutDoingTheWork() {
    fault("{\"kind\":\"SERVER_ERROR\",\"status\":503,\"count\":1}");

    assertThat(createProfile().status()).isEqualTo(503);
    assertThat(createProfile().status()).isEqualTo(200);
  }

  @Test
  void resetsTheConnectionBeforeTheWorkIsDone() {
    fault("{\"kind\":\"RESET_BEFORE\",\"count\":1}");

    assertThatThrownBy(FaultsIT::createProfile).isInstanceOf(UncheckedIOException.class);

    assertThat(last().status()).isZero();
    assertThat(last().applied()).isFalse();
    assertThat(createProfile().status()).isEqualTo(200);
  }

  @Test
  void resetsTheConnectionAfterTheWorkIsDone() {
    fault("{\"kind\":\"RESET_AFTER\",\"count\":1}");

    assertThatThrownBy(FaultsIT::createProfile).isInstanceOf(UncheckedIOException.class);

    assertThat(last().status()).isZero();
    assertThat(last().applied()).isTrue();
    assertThat(createProfile().status()).as("the name is taken now").isEqualTo(422);
    assertThat(simulator.report().withoutAnswer()).isEqualTo(1);
  }

  @Test
  void breaksOffItsJson() {
    fault("{\"kind\":\"MALFORMED_JSON\"}");

    Gong.Reply reply = Gong.get("/v2/workspaces");

    assertThat(reply.status()).isEqualTo(200);
    assertThatThrownBy(reply::json).isInstanceOf(JacksonException.class);
  }

  @Test
  void sendsAPageOfHtml() {
    fault("{\"kind\":\"HTML\"}");

    Gong.Reply reply = Gong.get("/v2/workspaces");

    assertThat(reply.header("content-type")).isEqualTo("text/html");
    assertThat(reply.response().body()).startsWith("<!DOCTYPE html>");
  }

  @Test
  void sendsMegabytes() {
    fault("{\"kind\":\"HUGE_BODY\",\"megabytes\":9}");

    String body = Gong.get("/v2/workspaces").response().body();

    assertThat(body.length()).isGreaterThan(9 * 1024 * 1024);
  }

  @Test
  void sendsTheRightAnswerDropByDrop() {
    fault("{\"kind\":\"SLOW_DRIP\",\"bytes\":40,\"everyMillis\":10}");
    long start = System.nanoTime();

    Gong.Reply reply = Gong.get("/v2/workspaces");

    assertThat(reply.json().get("workspaces").size()).isEqualTo(2);
    assertThat(System.nanoTime() - start).isGreaterThan(50_000_000L);
  }

  @Test
  void redirectsToAnotherHost() {
    fault("{\"kind\":\"REDIRECT\",\"location\":\"https://elsewhere.example\"}");

    Gong.Reply reply = Gong.get("/v2/users?cursor=a%20b");

    assertThat(reply.status()).isEqualTo(307);
    assertThat(reply.header("location"))
        .isEqualTo("https://elsewhere.example/v2/users?cursor=a%20b");
  }

  @Test
  void strikesOnlyTheNamedOperationAndEndsWhenTheFaultsAreTakenAway() {
    fault("{\"kind\":\"SERVER_ERROR\",\"operations\":[\"GET /v2/users\"]}");
    assertThat(Gong.get("/v2/workspaces").status()).isEqualTo(200);
    assertThat(Gong.get("/v2/users").status()).isEqualTo(500);

    assertThat(Gong.send("DELETE", "/simulator/faults", null, null).status()).isEqualTo(204);

    assertThat(Gong.get("/v2/users").status()).isEqualTo(200);
  }

  private Arrival last() {
    return simulator.arrivals(0).getLast();
  }

  private static Gong.Reply createProfile() {
    return Gong.json("POST", "/v2/permission-profile?workspaceId=" + WORKSPACE, NEW_PROFILE);
  }

  private static void fault(String rule) {
    String plan = "{\"seed\":1,\"faults\":[" + rule + "]}";
    assertThat(Gong.json("PUT", "/simulator/faults", plan).status()).isEqualTo(200);
  }
}
