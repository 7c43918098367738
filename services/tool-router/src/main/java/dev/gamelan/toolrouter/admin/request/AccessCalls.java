package dev.gamelan.toolrouter.admin.request;

import dev.gamelan.identity.Caller;
import dev.gamelan.identity.Role;
import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.AuditKind;
import dev.gamelan.schemas.Effect;
import dev.gamelan.toolrouter.admin.desk.Reply;
import dev.gamelan.toolrouter.admin.desk.Wording;
import dev.gamelan.toolrouter.audit.AuditPublisher;
import dev.gamelan.toolrouter.audit.Refusals;
import dev.gamelan.toolrouter.governance.Governance;
import dev.gamelan.toolrouter.governance.Profiles;
import dev.gamelan.toolrouter.governance.document.Documents;
import io.micrometer.observation.Observation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What AI clients ask of Gamelan itself: each such call stands in the trail as any other does, but
 * is neither sent to Gong nor counted against its quota.
 */
@Component
public final class AccessCalls {
  /** By which a caller sees what is theirs. */
  public static final String MINE = "gamelan_my_access";

  /** By which a caller asks for more. */
  public static final String ASK = Profiles.ASKING_TOOL;

  private static final String SERVICE = "tool-router";
  private static final String ANSWERED = "answered";

  private final AccessRequests requests;
  private final AccessView access;
  private final Governance governance;
  private final AuditPublisher trail;
  private final Refusals refusals;
  private final Clock clock;
  private final Scheduler blocking;

  AccessCalls(
      AccessRequests requests,
      AccessView access,
      Governance governance,
      AuditPublisher trail,
      Refusals refusals,
      Clock clock,
      Scheduler blocking) {
    this.requests = requests;
    this.access = access;
    this.governance = governance;
    this.trail = trail;
    this.refusals = refusals;
    this.clock = clock;
    this.blocking = blocking;
  }

  /** What comes back. */
  public sealed interface Told {
    /**
     * @param json of what was asked for
     */
    record Answered(String json) implements Told {}

    /**
     * @param code as the trail has it
     */
    record Refused(String code, String sentence) implements Told {}
  }

  /**
   * @param arguments as the client wrote them
   * @param client what the caller's software calls itself
   */
  public Mono<Told> call(
      Caller caller,
      String connection,
      String tool,
      @Nullable JsonNode arguments,
      @Nullable String client) {
    String callId = UUID.randomUUID().toString();
    Instant begun = clock.instant();
    return Mono.fromSupplier(() -> answer(caller, connection, callId, tool, arguments))
        .subscribeOn(blocking)
        .flatMap(
            told -> {
              AuditEvent.Builder entry =
                  entry(caller, connection, callId, tool, arguments, client, begun);
              return switch (told) {
                case Told.Answered answered ->
                    Mono.<Told>fromSupplier(() -> noted(entry, callId, answered))
                        .subscribeOn(blocking);
                case Told.Refused refused ->
                    refusals
                        .record(
                            entry
                                .setEventId(callId + "/refused")
                                .setKind(AuditKind.CALL_REFUSED)
                                .setOutcome(refused.code())
                                .setReason(refused.sentence())
                                .build(),
                            Observation.NOOP)
                        .thenReturn(told);
              };
            });
  }

  private Told noted(AuditEvent.Builder entry, String callId, Told.Answered answered) {
    try {
      trail.admitted(
          entry
              .setEventId(callId + "/admitted")
              .setKind(AuditKind.CALL_ADMITTED)
              .setOutcome("admitted")
              .build());
      trail.admitted(
          entry
              .setEventId(callId + "/ended")
              .setKind(AuditKind.CALL_ENDED)
              .setOutcome(ANSWERED)
              .build());
      return answered;
    } catch (IllegalStateException trailAway) {
      return new Told.Refused(
          "not-published",
          "The trail does not take entries at the moment, so there is no answer; try again in a few"
              + " seconds.");
    }
  }

  private Told answer(
      Caller caller, String connection, String callId, String tool, @Nullable JsonNode arguments) {
    if (!caller.has(Role.READ)) {
      return new Told.Refused(
          "read-not-allowed",
          "Access is asked for with a token of the role read. Trying again with the same token does"
              + " not help.");
    }
    JsonNode given = arguments == null ? JsonNodeFactory.instance.objectNode() : arguments;
    if (tool.equals(MINE)) {
      return given.isObject() && given.isEmpty()
          ? new Told.Answered(Documents.write(access.of(caller, connection)))
          : invalid(MINE + " takes no arguments.");
    }
    return switch (Documents.read(given, AccessRequests.Wish.class)) {
      case Documents.Reading.Wrong<AccessRequests.Wish>(var sentence) -> invalid(sentence);
      case Documents.Reading.Read<AccessRequests.Wish>(var wish) ->
          told(requests.ask(caller, connection, callId, wish));
    };
  }

  private static Told invalid(String sentence) {
    return new Told.Refused("invalid-arguments", sentence);
  }

  private static Told told(Reply reply) {
    return switch (reply) {
      case Reply.Shown(var body, var ignored) -> new Told.Answered(Documents.write(body));
      case Reply.Made(var body, var ignored) -> new Told.Answered(Documents.write(body));
      case Reply.Gone gone -> new Told.Answered("{}");
      case Reply.Refused refused -> new Told.Refused(refused.code().key(), refused.sentence());
    };
  }

  private AuditEvent.Builder entry(
      Caller caller,
      String connection,
      String callId,
      String tool,
      @Nullable JsonNode arguments,
      @Nullable String client,
      Instant begun) {
    Instant now = clock.instant();
    String profile = arguments == null ? "" : arguments.path("profile").asString("");
    return AuditEvent.newBuilder()
        .setEventId("")
        .setAt(now)
        .setService(SERVICE)
        .setConnection(connection)
        .setCallId(callId)
        .setCaller(caller.name())
        .setDisplayName(caller.displayName())
        .setClientId(caller.clientId())
        .setClient(client)
        .setTool(tool)
        .setEffect(Effect.READ)
        .setOutcome("")
        .setArguments(Wording.isName(profile) ? Map.of("profile", profile) : Map.of())
        .setGovernanceVersion(governance.version())
        .setLatencyMillis(Duration.between(begun, now).toMillis());
  }
}
