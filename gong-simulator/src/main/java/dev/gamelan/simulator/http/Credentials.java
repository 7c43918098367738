package dev.gamelan.simulator.http;

import dev.gamelan.simulator.access.AccessKey;
import dev.gamelan.simulator.access.Grant;
import dev.gamelan.simulator.access.Hosts;
import dev.gamelan.simulator.access.Keys;
import dev.gamelan.simulator.arrivals.ArrivalLog;
import dev.gamelan.simulator.arrivals.CredentialUse;
import dev.gamelan.simulator.oauth.Tokens;
import dev.gamelan.simulator.operations.Answer;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Says by its host, its credentials and its origin whether a request is let in. */
@Component
class Credentials {
  private static final Answer REVOKED = Answer.refused(401, "access token has been revoked");

  private final Hosts hosts;
  private final Keys keys;
  private final Tokens tokens;
  private final ArrivalLog log;
  private final Clock clock;

  Credentials(Hosts hosts, Keys keys, Tokens tokens, ArrivalLog log, Clock clock) {
    this.hosts = hosts;
    this.keys = keys;
    this.tokens = tokens;
    this.log = log;
    this.clock = clock;
  }

  /** Whether a request is let in. */
  sealed interface Admission {}

  record LetIn(Grant grant) implements Admission {}

  record TurnedAway(Answer answer) implements Admission {}

  Admission admit(Visit visit) {
    String offered = visit.headers().getFirst(HttpHeaders.AUTHORIZATION);
    String authorization = offered == null ? "" : offered;
    Hosts.Rule rule = hosts.rule();
    Hosts.Elsewhere way = rule.at(visit.headers().getFirst(HttpHeaders.HOST));
    boolean bearer = authorization.startsWith("Bearer ");
    if (tokens.isOfAnotherCompany(authorization)
        || (way != Hosts.Elsewhere.SERVE && tokens.find(authorization).isPresent())) {
      log.note(CredentialUse.TOKEN_AT_WRONG_HOST);
    }
    return switch (way) {
      case REDIRECT ->
          new TurnedAway(
              new Answer.Refused(
                  307,
                  List.of("This company is at home elsewhere"),
                  Map.of(HttpHeaders.LOCATION, "http://" + rule.home() + visit.target()),
                  null));
      case REFUSE -> new TurnedAway(bearer ? REVOKED : unknown());
      case SERVE -> bearer ? bearer(authorization) : pair(authorization, visit.address());
    };
  }

  private Admission bearer(String authorization) {
    return tokens
        .find(authorization)
        .<Admission>map(LetIn::new)
        .orElseGet(() -> new TurnedAway(REVOKED));
  }

  private Admission pair(String authorization, String address) {
    Optional<AccessKey> key =
        keys.find(authorization).filter(known -> !known.isOverAt(clock.instant()));
    if (key.isEmpty()) {
      return new TurnedAway(unknown());
    }
    return key.get().trusts(address)
        ? new LetIn(key.get().grant())
        : new TurnedAway(Answer.refused(403, "The source address is not a trusted one"));
  }

  private static Answer unknown() {
    return Answer.refused(401, "The access key or its secret is missing or not valid");
  }
}
