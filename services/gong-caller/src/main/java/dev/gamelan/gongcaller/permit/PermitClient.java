package dev.gamelan.gongcaller.permit;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gamelan.gongcaller.meters.Meters;
import dev.gamelan.schemas.CallClass;
import dev.gamelan.schemas.ToolCallRequested;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Speaks with quota. Whatever cannot be understood counts as no permit. */
@Component
@EnableConfigurationProperties(PermitProperties.class)
public final class PermitClient {
  private static final Logger log = LoggerFactory.getLogger(PermitClient.class);
  private static final int LARGEST_ANSWER = 64 * 1024;
  private static final Duration SHORTEST_WAIT = Duration.ofMillis(50);
  private static final Duration UNAVAILABLE_FOR = Duration.ofMillis(500);
  private static final int REPORTS = 5;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final RestClient quota;
  private final PermitProperties properties;
  private final Clock clock;
  private final MeterRegistry meters;
  private volatile String token;

  PermitClient(
      PermitProperties properties,
      Clock clock,
      MeterRegistry meters,
      ObservationRegistry observations) {
    this.properties = properties;
    this.clock = clock;
    this.meters = meters;
    this.token = readToken();
    var http = HttpClient.newBuilder().connectTimeout(properties.connectTimeout()).build();
    var factory = new JdkClientHttpRequestFactory(http);
    factory.setReadTimeout(properties.answerTimeout());
    this.quota =
        RestClient.builder()
            .baseUrl(properties.url().toString())
            .requestFactory(factory)
            .observationRegistry(observations)
            .build();
  }

  record Wish(
      String holder,
      @JsonProperty("class") CallClass callClass,
      String caller,
      String callId,
      String tool) {}

  record Grant(String permitId, long delayMillis, long expiresInMillis, long spacingMillis) {}

  record Refusal(@Nullable String refused, @Nullable Long retryAfterMillis) {}

  public PermitAnswer ask(String holder, ToolCallRequested call) {
    PermitAnswer answer = askOnce(holder, call);
    Meters.PERMITS.counter(meters, name(answer)).increment();
    return answer;
  }

  private PermitAnswer askOnce(String holder, ToolCallRequested call) {
    var wish =
        new Wish(holder, call.getCallClass(), call.getCaller(), call.getCallId(), call.getTool());
    long askedNanos = System.nanoTime();
    Instant askedAt = clock.instant();
    try {
      return quota
          .post()
          .uri("/v1/connections/{connection}/permits", call.getConnection())
          .headers(this::authorize)
          .body(wish)
          .exchange(
              (request, response) ->
                  response.getStatusCode().value() == 200
                      ? granted(response, askedNanos, askedAt)
                      : refused(response));
    } catch (ResourceAccessException | JacksonException unreachable) {
      log.debug("Quota cannot be asked", unreachable);
      return unavailable();
    }
  }

  private static PermitAnswer granted(ClientHttpResponse response, long askedNanos, Instant askedAt)
      throws IOException {
    Grant grant = JSON.readValue(body(response), Grant.class);
    return new PermitAnswer.Granted(Permit.granted(grant, askedNanos, askedAt, System.nanoTime()));
  }

  private PermitAnswer refused(ClientHttpResponse response) throws IOException {
    HttpStatusCode status = response.getStatusCode();
    if (status.value() == 401 || status.value() == 403) {
      log.warn("Quota refuses the token of gamelan.quota.token-file ({})", status.value());
      token = readToken();
      return unavailable();
    }
    Refusal refusal = JSON.readValue(body(response), Refusal.class);
    Long retryAfterMillis = refusal.retryAfterMillis();
    if (status.value() == 409) {
      return retryAfterMillis == null
          ? new PermitAnswer.Superseded()
          : refused(PermitAnswer.Reason.LEASED_TO_ANOTHER, retryAfterMillis);
    }
    return refused(
        PermitAnswer.Reason.of(refusal.refused()),
        retryAfterMillis == null ? UNAVAILABLE_FOR.toMillis() : retryAfterMillis);
  }

  private static PermitAnswer refused(PermitAnswer.Reason reason, long millis) {
    return new PermitAnswer.Refused(
        reason, Duration.ofMillis(Math.max(SHORTEST_WAIT.toMillis(), millis)));
  }

  private static PermitAnswer unavailable() {
    return refused(PermitAnswer.Reason.UNAVAILABLE, UNAVAILABLE_FOR.toMillis());
  }

  private static byte[] body(ClientHttpResponse response) throws IOException {
    return response.getBody().readNBytes(LARGEST_ANSWER);
  }

  private static String name(PermitAnswer answer) {
    return switch (answer) {
      case PermitAnswer.Granted granted -> "granted";
      case PermitAnswer.Refused refused -> Meters.tagValue(refused.reason());
      case PermitAnswer.Superseded superseded -> "superseded";
    };
  }

  /**
   * Tells quota what came of a permit: once before anything else happens, so that a freeze is known
   * before the next question, and on the side a few times more if quota does not hear.
   */
  public void report(String connection, String permitId, PermitOutcome outcome) {
    if (reported(connection, permitId, outcome)) {
      return;
    }
    Thread.startVirtualThread(
        () -> {
          for (int attempt = 1; attempt < REPORTS; attempt++) {
            pause(Duration.ofMillis(200L << attempt));
            if (reported(connection, permitId, outcome)) {
              return;
            }
          }
          Meters.PERMIT_REPORTS_LOST.counter(meters).increment();
        });
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean reported(String connection, String permitId, PermitOutcome outcome) {
    try {
      int status =
          quota
              .put()
              .uri("/v1/connections/{connection}/permits/{permit}/outcome", connection, permitId)
              .headers(this::authorize)
              .body(outcome)
              .exchange((request, response) -> response.getStatusCode().value());
      return status < 500 && status != 401 && status != 429;
    } catch (ResourceAccessException unreachable) {
      return false;
    }
  }

  /** Keeps the lease alive; false if this holder has been superseded. */
  public boolean renewLease(String connection, String holder) {
    try {
      return quota
          .post()
          .uri("/v1/connections/{connection}/holders/{holder}", connection, holder)
          .headers(this::authorize)
          .exchange(
              (request, response) ->
                  response.getStatusCode().value() != 409
                      || !(refused(response) instanceof PermitAnswer.Superseded));
    } catch (ResourceAccessException | JacksonException unreachable) {
      return true;
    }
  }

  /** Lets a successor begin at once; where quota does not hear it, the lease runs out by itself. */
  public void releaseLease(String connection, String holder) {
    try {
      quota
          .delete()
          .uri("/v1/connections/{connection}/holders/{holder}", connection, holder)
          .headers(this::authorize)
          .exchange((request, response) -> response.getStatusCode().value());
    } catch (ResourceAccessException unreachable) {
      log.debug("The lease of {} could not be released", connection);
    }
  }

  /** Whether quota is there at all. */
  boolean answers() {
    try {
      return quota
          .get()
          .uri("/actuator/health/liveness")
          .exchange((request, response) -> response.getStatusCode().is2xxSuccessful());
    } catch (ResourceAccessException unreachable) {
      return false;
    }
  }

  private void authorize(HttpHeaders headers) {
    headers.setBearerAuth(token);
  }

  private String readToken() {
    try {
      return Files.readString(properties.tokenFile()).strip();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(
          "The token file %s (gamelan.quota.token-file) cannot be read"
              .formatted(properties.tokenFile()),
          unreadable);
    }
  }
}
