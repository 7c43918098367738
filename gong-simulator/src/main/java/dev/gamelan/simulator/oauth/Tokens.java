package dev.gamelan.simulator.oauth;

import dev.gamelan.simulator.access.Grant;
import dev.gamelan.simulator.arrivals.ArrivalLog;
import dev.gamelan.simulator.arrivals.CredentialUse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The tokens given out: access tokens that end, refresh tokens that serve once. */
@Component
public class Tokens {
  private static final String BEARER = "Bearer ";
  private static final String PREFIX = "gst-";

  private final Clock clock;
  private final ArrivalLog log;
  private final String company = UUID.randomUUID().toString().substring(0, 8);
  private final Map<String, Access> access = new HashMap<>();
  private final Map<String, Refresh> refresh = new HashMap<>();
  private final Set<String> beingRefreshed = new HashSet<>();

  Tokens(Clock clock, ArrivalLog log) {
    this.clock = clock;
    this.log = log;
  }

  /** A consent: every token that follows from it bears its id. */
  record Consented(String id, String clientId, Set<String> scopes) {}

  private record Access(Consented consented, Instant expiresAt) {}

  private record Refresh(Consented consented, boolean spent) {}

  /** A new pair. */
  record Pair(String accessToken, String refreshToken) {}

  synchronized Pair issue(Consented consented, Duration lifetime) {
    var pair = new Pair(secret(), secret());
    access.put(pair.accessToken(), new Access(consented, clock.instant().plus(lifetime)));
    refresh.put(pair.refreshToken(), new Refresh(consented, false));
    return pair;
  }

  /** Notes that a refresh begins; the client is expected to have no other of the same consent. */
  synchronized void begin(String refreshToken) {
    Refresh known = refresh.get(refreshToken);
    if (known != null && !beingRefreshed.add(known.consented().id())) {
      log.note(CredentialUse.PARALLEL_REFRESH);
    }
  }

  synchronized void end(String refreshToken) {
    Refresh known = refresh.get(refreshToken);
    if (known != null) {
      beingRefreshed.remove(known.consented().id());
    }
  }

  /** What the token stands for, which thereby is spent; empty when it is not good any more. */
  synchronized Optional<Consented> spend(String clientId, String refreshToken) {
    Refresh known = refresh.get(refreshToken);
    if (known == null || !known.consented().clientId().equals(clientId)) {
      return Optional.empty();
    }
    if (known.spent()) {
      log.note(CredentialUse.REFRESH_TOKEN_USED_TWICE);
      return Optional.empty();
    }
    refresh.put(refreshToken, new Refresh(known.consented(), true));
    return Optional.of(known.consented());
  }

  /** What an access token that is good now may do; empty for anything else. */
  public synchronized Optional<Grant> find(@Nullable String authorization) {
    if (authorization == null || !authorization.startsWith(BEARER)) {
      return Optional.empty();
    }
    Access known = access.get(authorization.substring(BEARER.length()));
    return Optional.ofNullable(known)
        .filter(token -> clock.instant().isBefore(token.expiresAt()))
        .map(Access::consented)
        .map(consented -> new Grant(consented.clientId(), consented.scopes(), false));
  }

  /** Whether it is an access token of a simulated company, but not of this one. */
  public boolean isOfAnotherCompany(String authorization) {
    return authorization.startsWith(BEARER + PREFIX)
        && !authorization.startsWith(BEARER + PREFIX + company);
  }

  /** Access tokens end at once; refresh tokens only when the consent is withdrawn with them. */
  public synchronized void revoke(boolean consentToo) {
    access.clear();
    if (consentToo) {
      refresh.clear();
    }
  }

  private String secret() {
    return PREFIX + company + '-' + UUID.randomUUID();
  }
}
