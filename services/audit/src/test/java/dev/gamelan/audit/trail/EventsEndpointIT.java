package dev.gamelan.audit.trail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.AuditKind;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

@AuditIntegration
class EventsEndpointIT {
  @Autowired private Trail trail;
  @Autowired private WebTestClient web;
  @LocalServerPort private int port;

  @Test
  void showsEachEventOnceWhileNewOnesArrive() {
    // Five of them at each moment, so that pages end in the middle of a moment.
    List<AuditEvent> events =
        IntStream.range(0, 250)
            .mapToObj(
                i ->
                    Events.ended("paged", "paged-%03d".formatted(i))
                        .setAt(Events.NOON.plusMillis(i / 5))
                        .build())
            .toList();
    append(events);

    List<String> seen = new ArrayList<>();
    String cursor = null;
    do {
      TrailPage page =
          page("connection=paged&limit=7" + (cursor == null ? "" : "&cursor=" + cursor));
      assertThat(page.events()).hasSizeLessThanOrEqualTo(7);
      page.events().forEach(event -> seen.add(event.callId()));
      append(
          List.of(
              Events.ended("paged", "later-%d".formatted(seen.size()))
                  .setAt(Events.NOON.plusSeconds(60))
                  .build()));
      cursor = page.nextCursor();
    } while (cursor != null);

    assertThat(seen)
        .containsExactlyElementsOf(events.stream().map(AuditEvent::getCallId).toList().reversed());
  }

  @Test
  void endsWithoutACursorWhenTheLastPageIsFull() {
    append(List.of(Events.ended("full", "full-1").build(), Events.ended("full", "full-2").build()));
    assertThat(page("connection=full&limit=2").nextCursor()).isNull();
    assertThat(page("connection=full&limit=1").nextCursor()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          call=filtered-1                                     | filtered-1
          caller=writer                                       | filtered-2
          tool=gong_list_users                                | filtered-3
          outcome=write-not-allowed                           | filtered-4
          kind=CALL_REFUSED                                   | filtered-4
          from=2026-05-01T12:00:04Z                           | filtered-5 filtered-4
          from=2026-05-01T14:00:04%2B02:00                    | filtered-5 filtered-4
          to=2026-05-01T12:00:02Z                             | filtered-1
          from=2026-05-01T12:00:02Z&to=2026-05-01T12:00:04Z   | filtered-3 filtered-2
          caller=reader&outcome=answered                      | filtered-5 filtered-3 filtered-1
          client=inspector-1                                  | filtered-1
          subject=tool%20filtered/gong_x                      | filtered-2
          caller=nobody                                       | ''
          """)
  void picksWhatIsAskedFor(String query, String calls) {
    append(
        List.of(
            filtered(1).setClientId("inspector-1").build(),
            filtered(2).setCaller("writer").setSubject("tool filtered/gong_x").build(),
            filtered(3).setTool("gong_list_users").build(),
            filtered(4).setKind(AuditKind.CALL_REFUSED).setOutcome("write-not-allowed").build(),
            filtered(5).build()));
    assertThat(page("connection=filtered&" + query).events())
        .extracting(RecordedEvent::callId)
        .containsExactly(calls.isEmpty() ? new String[0] : calls.split(" "));
  }

  private static AuditEvent.Builder filtered(int number) {
    return Events.ended("filtered", "filtered-" + number).setAt(Events.NOON.plusSeconds(number));
  }

  @Test
  void writesTimesAsTextAndLeavesNoFieldOut() {
    append(List.of(Events.ended("json", "json-1").clearTraceId().clearHttpStatus().build()));
    get("audit", "connection=json")
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.events[0].at")
        .isEqualTo("2026-05-01T12:00:00Z")
        .jsonPath("$.events[0].arguments.id")
        .isEqualTo("42")
        .jsonPath("$.events[0].length()")
        .isEqualTo(RecordedEvent.class.getRecordComponents().length)
        .jsonPath("$.events[0].traceId")
        .value(traceId -> assertThat(traceId).isNull())
        .jsonPath("$.nextCursor")
        .value(cursor -> assertThat(cursor).isNull());
  }

  @Test
  void explainsWhatIsWrongWithASearch() {
    get("audit", "limit=0&callr=reader")
        .expectStatus()
        .isBadRequest()
        .expectHeader()
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .expectBody()
        .jsonPath("$.detail")
        .value(
            detail ->
                assertThat(String.valueOf(detail))
                    .contains("no other is known", "limit must be a number from 1 to 1000"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"read", "write"})
  void isClosedToOtherRoles(String role) {
    get(role, "")
        .expectStatus()
        .isForbidden()
        .expectHeader()
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .expectBody()
        .jsonPath("$.detail")
        .isEqualTo("The audit trail is open to the roles audit and admin alone.");
  }

  @Test
  void isOpenToAdministrators() {
    get("admin", "limit=1").expectStatus().isOk();
  }

  @Test
  void isClosedToStrangers() {
    web.get().uri("/v1/events").exchange().expectStatus().isUnauthorized();
    get("somebody", "").expectStatus().isUnauthorized();
  }

  @Test
  void describesItselfToAnyone() {
    web.get()
        .uri("/v1/openapi.json")
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.openapi")
        .isEqualTo("3.1.0");
  }

  private void append(List<AuditEvent> events) {
    events.forEach(trail::append);
  }

  private TrailPage page(String query) {
    @Nullable TrailPage page =
        get("audit", query)
            .expectStatus()
            .isOk()
            .expectBody(TrailPage.class)
            .returnResult()
            .getResponseBody();
    return Objects.requireNonNull(page);
  }

  private WebTestClient.ResponseSpec get(String token, String query) {
    return web.get()
        .uri(URI.create("http://localhost:%d/v1/events?%s".formatted(port, query)))
        .headers(headers -> headers.setBearerAuth(token))
        .exchange();
  }
}
