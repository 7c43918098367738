package dev.gamelan.gongcaller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.gongcaller.testing.CallerAtWork;
import dev.gamelan.gongcaller.testing.WithCaller;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Readiness says what is missing, and liveness depends on nothing. */
@WithCaller
class HealthIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private final CallerAtWork caller;

  HealthIT(CallerAtWork caller) {
    this.caller = caller;
  }

  @Test
  void readinessDependsOnQuotaTheDatabaseTheLanesAndWhatIsStopped() {
    awaitReady();
    JsonNode parts = JSON.readTree(caller.get("/actuator/health/readiness").body());
    assertThat(parts.path("components").propertyNames())
        .containsExactlyInAnyOrder(
            "readinessState", "db", "quota", "lanes", "governanceLogFollowed");
  }

  @Test
  void whileQuotaIsAwayItIsNamedAsMissing() {
    awaitReady();
    caller.around.quota.away(true);
    JsonNode quota = awaitMissing("quota");
    assertThat(quota.path("details").path("missing").asString())
        .isEqualTo("quota does not answer; calls wait, none is sent");
    assertAlive();

    caller.around.quota.away(false);
    awaitReady();
  }

  @Test
  void whileTheDatabaseIsAwayItIsNamedAsMissing() {
    awaitReady();
    caller.around.databaseAway();
    try {
      awaitMissing("db");
      assertAlive();
    } finally {
      caller.around.databaseBack();
    }
    awaitReady();
  }

  private void awaitReady() {
    await()
        .atMost(PATIENCE)
        .until(() -> caller.get("/actuator/health/readiness").statusCode() == 200);
  }

  /** Waits until this part, and no other, is why the service is not ready. */
  private JsonNode awaitMissing(String part) {
    await()
        .atMost(PATIENCE)
        .until(() -> caller.get("/actuator/health/readiness").statusCode() == 503);
    JsonNode parts =
        JSON.readTree(caller.get("/actuator/health/readiness").body()).path("components");
    assertThat(parts.propertyNames())
        .filteredOn(name -> !parts.path(name).path("status").asString().equals("UP"))
        .containsExactly(part);
    return parts.path(part);
  }

  private void assertAlive() {
    HttpResponse<String> alive = caller.get("/actuator/health/liveness");
    assertThat(alive.statusCode()).isEqualTo(200);
    assertThat(JSON.readTree(alive.body()).path("components").propertyNames())
        .containsExactly("livenessState");
  }
}
