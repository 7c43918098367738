package dev.gamelan.toolrouter.admin.desk;

import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.AuditKind;
import dev.gamelan.toolrouter.audit.Refusals;
import dev.gamelan.toolrouter.governance.Governance;
import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import java.time.Clock;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.pattern.PathPattern;
import reactor.core.publisher.Mono;

/** Notes in the trail who wanted to do, or to see, what is not theirs. */
@Component
class TurnedAway {
  private static final String SERVICE = "tool-router";

  private final Refusals refusals;
  private final Governance governance;
  private final Clock clock;

  TurnedAway(Refusals refusals, Governance governance, Clock clock) {
    this.refusals = refusals;
    this.governance = governance;
    this.clock = clock;
  }

  Mono<Void> note(
      ServerWebExchange exchange, Asked asked, String connection, Reply.Refused refused) {
    AuditEvent event =
        AuditEvent.newBuilder()
            .setEventId(asked.id() + "/refused")
            .setKind(AuditKind.ADMINISTRATION_REFUSED)
            .setAt(clock.instant())
            .setService(SERVICE)
            .setConnection(named(connection))
            .setCallId("")
            .setCaller(asked.caller().name())
            .setDisplayName(asked.caller().displayName())
            .setClientId(asked.caller().clientId())
            .setTool("")
            .setOutcome(refused.code().key())
            .setReason(refused.sentence())
            .setSubject(exchange.getRequest().getMethod().name() + " " + route(exchange))
            .setGovernanceVersion(governance.version())
            .build();
    return Mono.deferContextual(
        context -> {
          Observation trace = context.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
          return refusals.record(event, trace == null ? Observation.NOOP : trace);
        });
  }

  /** The route as it is written down, without anything that the caller wrote. */
  private static String route(ServerWebExchange exchange) {
    Object route = exchange.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    return route instanceof PathPattern pattern ? pattern.getPatternString() : "";
  }

  private static String named(String connection) {
    return connection.matches("[A-Za-z0-9_.-]{0,128}") ? connection : "(not a name)";
  }
}
