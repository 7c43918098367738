package dev.gamelan.audit.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.reactive.server.WebTestClient;

@AuditIntegration
class DatabaseAwayIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Autowired private Database database;
  @Autowired private FollowedTopic auditTopic;
  @Autowired private Trail trail;
  @Autowired private WebTestClient web;

  private boolean away;

  @BeforeEach
  void goAway() {
    database.goAway();
    away = true;
  }

  @AfterEach
  void comeBack() {
    if (away) {
      database.comeBack();
      away = false;
      awaitReadiness(HttpStatus.OK);
    }
  }

  @Test
  void losesNothingThatArrivesMeanwhile() {
    auditTopic.publish(Events.ended("away", "away-1").build());
    auditTopic.publish(Events.ended("away", "away-2").build());
    // Seen as not ready, it has also had the time to fail with the events.
    awaitReadiness(HttpStatus.SERVICE_UNAVAILABLE);
    comeBack();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        trail
                            .page(
                                new EventSearch(
                                    Map.of(Filter.CONNECTION, "away"), null, null, null, 10))
                            .events())
                    .extracting(RecordedEvent::callId)
                    .containsExactly("away-2", "away-1"));
  }

  @Test
  void saysWhatIsMissingAndStaysAlive() {
    awaitReadiness(HttpStatus.SERVICE_UNAVAILABLE);
    web.get()
        .uri("/actuator/health/readiness")
        .exchange()
        .expectBody()
        .jsonPath("$.components.db.status")
        .isEqualTo("DOWN")
        .jsonPath("$.components.binders.status")
        .isEqualTo("UP")
        .jsonPath("$.components.db.details")
        .doesNotExist();
    web.get().uri("/actuator/health/liveness").exchange().expectStatus().isOk();
  }

  @Test
  void tellsReadersWhenToTryAgain() {
    web.get()
        .uri("/v1/events")
        .headers(headers -> headers.setBearerAuth("audit"))
        .exchange()
        .expectStatus()
        .isEqualTo(HttpStatus.SERVICE_UNAVAILABLE)
        .expectHeader()
        .valueEquals("Retry-After", "5")
        .expectBody()
        .jsonPath("$.detail")
        .isEqualTo(
            "The trail's database does not answer. Nothing is lost; try again in a few seconds.");
  }

  private void awaitReadiness(HttpStatus status) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                web.get()
                    .uri("/actuator/health/readiness")
                    .exchange()
                    .expectStatus()
                    .isEqualTo(status));
  }
}
