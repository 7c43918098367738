package dev.gamelan.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.simulator.arrivals.Arrival;
import dev.gamelan.simulator.arrivals.Report;
import dev.gamelan.simulator.testing.Gong;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaIT {
  private final GongSimulator simulator = Gong.fresh();

  @BeforeEach
  void fresh() {
    Gong.fresh();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SLIDING", "BUCKET"})
  void answersTheRequestOverTheLimitWith429AndSaysWhenToComeBack(String kind) {
    limit("{\"enabled\":true,\"perSecond\":1,\"second\":\"" + kind + "\"}");

    Gong.Reply reply = Gong.get("/v2/workspaces");
    while (reply.status() == 200) {
      reply = Gong.get("/v2/workspaces");
    }

    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.header("retry-after")).isEqualTo("1");
    assertThat(reply.error()).isEqualTo("API request limit exceeded");
    List<Long> accepted =
        simulator.arrivals(0).stream()
            .filter(arrival -> arrival.status() == 200)
            .map(Arrival::nanos)
            .toList();
    for (int next = 1; next < accepted.size(); next++) {
      assertThat(accepted.get(next) - accepted.get(next - 1)).isGreaterThanOrEqualTo(1_000_000_000);
    }
  }

  @Test
  void saysHoursWhenTheDayIsSpent() {
    limit("{\"enabled\":true,\"perSecond\":1000,\"perDay\":2}");

    assertThat(Gong.get("/v2/workspaces").status()).isEqualTo(200);
    assertThat(Gong.get("/v2/workspaces").status()).isEqualTo(200);
    Gong.Reply refused = Gong.get("/v2/workspaces");

    assertThat(refused.status()).isEqualTo(429);
    assertThat(Integer.parseInt(refused.header("retry-after"))).isBetween(86_000, 86_400);
  }

  @Test
  void sharesTheQuotaBetweenAllKeysAndCountsEvenWrongOnes() {
    limit("{\"enabled\":true,\"perSecond\":1000,\"perDay\":1}");

    assertThat(Gong.send("GET", "/v2/users", null, null, Gong.basic("a", "b")).status())
        .isEqualTo(401);
    assertThat(Gong.get("/v2/users").status()).isEqualTo(429);
  }

  @Test
  void judgesArrivalsByASlidingSecondWhateverWasEnforced() {
    limit("{\"enabled\":false,\"perSecond\":3}");
    for (int request = 0; request < 5; request++) {
      Gong.get("/v2/workspaces");
    }

    Report report = simulator.report();
    List<Long> moments = simulator.arrivals(0).stream().map(Arrival::nanos).toList();
    long most =
        moments.stream()
            .mapToLong(
                start ->
                    moments.stream()
                        .filter(moment -> moment >= start && moment - start < 1_000_000_000)
                        .count())
            .max()
            .orElseThrow();

    assertThat(report.arrivals()).isEqualTo(5);
    assertThat(report.maxInAnySecond()).isEqualTo((int) most);
    assertThat(report.tooManyRequests()).isZero();
    assertThat(Gong.get("/simulator/report").json().get("arrivals").asInt()).isEqualTo(5);
  }

  @Test
  void remembersWhatArrivedWithItsTraceAndItsBody() {
    Gong.json("PUT", "/v2/crm/integrations", "{\"ownerEmail\":\"a\",\"name\":\"b\"}");
    Gong.get("/v2/users/7");

    var arrivals = Gong.get("/simulator/arrivals").json();

    assertThat(arrivals.get(0).get("operation").asString()).isEqualTo("PUT /v2/crm/integrations");
    assertThat(arrivals.get(0).get("bodySha256").asString()).hasSize(64);
    assertThat(arrivals.get(0).get("key").asString()).isEqualTo("gamelan-demo");
    assertThat(arrivals.get(0).get("applied").asBoolean()).isFalse();
    assertThat(arrivals.get(1).get("status").asInt()).isEqualTo(404);
    assertThat(arrivals.get(1).has("bodySha256")).isFalse();
    assertThat(arrivals.get(1).get("nanos").asLong())
        .isGreaterThan(arrivals.get(0).get("nanos").asLong());
  }

  @Test
  void reportsAWriteThatCameTwice() {
    String write =
        "{\"integrationTypeSettings\":[{\"integrationType\":\"DIALER\",\"allowedOrigin\":\"https://a.example\"}]}";
    Gong.json("POST", "/v2/integration-settings", write);
    assertThat(simulator.report().duplicateWrites()).isZero();

    Gong.json("POST", "/v2/integration-settings", write);

    assertThat(simulator.report().duplicateWrites()).isEqualTo(1);
    assertThat(simulator.report().writesAppliedTwice()).isEqualTo(1);
    assertThat(simulator.report().duplicates().getFirst().operation())
        .isEqualTo("POST /v2/integration-settings");
  }

  private static void limit(String change) {
    assertThat(Gong.json("PUT", "/simulator/limits", change).status()).isEqualTo(200);
  }
}
