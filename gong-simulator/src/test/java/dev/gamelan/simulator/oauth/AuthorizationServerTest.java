package dev.gamelan.simulator.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.gamelan.simulator.arrivals.ArrivalLog;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuthorizationServerTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final String CLIENT =
      "Basic " + Base64.getEncoder().encodeToString("app:secret".getBytes(StandardCharsets.UTF_8));

  private final Clock clock = mock();
  private final ArrivalLog log = new ArrivalLog();
  private final Tokens tokens = new Tokens(clock, log);
  private final AuthorizationServer server =
      new AuthorizationServer(
          clock,
          log,
          tokens,
          new OAuthProperties(
              List.of(new OAuthClient("app", "secret", Set.of("http://back"), Set.of())),
              Duration.ofMinutes(10),
              Duration.ofDays(1)));

  @Test
  void exchangesACodeForTenMinutes() {
    at(Duration.ZERO);
    String inTime = code();
    String late = code();

    at(Duration.ofMinutes(10).minusMillis(1));
    assertThat(exchange(inTime)).isInstanceOf(Exchange.Issued.class);
    at(Duration.ofMinutes(10));
    assertThat(exchange(late)).isEqualTo(Exchange.invalidGrant("The code has expired"));
  }

  @Test
  void letsAnAccessTokenInForADay() {
    at(Duration.ZERO);
    Exchange.Issued issued = (Exchange.Issued) exchange(code());
    String header = "Bearer " + issued.accessToken();

    at(Duration.ofDays(1).minusMillis(1));
    assertThat(tokens.find(header)).isPresent();
    at(Duration.ofDays(1));
    assertThat(tokens.find(header)).isEmpty();
  }

  private void at(Duration later) {
    when(clock.instant()).thenReturn(START.plus(later));
  }

  private Exchange exchange(String code) {
    return server.exchange(
        Map.of("grant_type", "authorization_code", "code", code, "redirect_uri", "http://back"),
        CLIENT,
        "http://own");
  }

  private String code() {
    var asked =
        Map.of(
            "client_id", "app",
            "response_type", "code",
            "scope", "api:users:read",
            "redirect_uri", "http://back");
    return ((Consent.SentBack) server.authorize(asked)).to().getQuery().substring("code=".length());
  }
}
