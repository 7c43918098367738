package dev.gamelan.gongcaller.connection;

import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.AuditKind;
import dev.gamelan.schemas.ConnectionStanding;
import dev.gamelan.schemas.ConnectionState;
import dev.gamelan.schemas.RecordSerializer;
import dev.gamelan.schemas.Topics;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one way to change a connection: under its lock, and in one transaction with what the topics
 * will say of it. So no change is without its entry in the trail, and no entry without its change.
 */
@Component
class Alterations {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ConnectionStore store;
  private final Outbox outbox;
  private final TransactionTemplate transactions;
  private final Clock clock;
  private final RecordSerializer serializer = new RecordSerializer();

  Alterations(ConnectionStore store, Outbox outbox, TransactionTemplate transactions, Clock clock) {
    this.store = store;
    this.outbox = outbox;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Who changes what, as the trail says it.
   *
   * @param caller {@code gamelan} where the installation itself does it
   */
  record Deed(String caller, @Nullable String displayName, String outcome, boolean isOwn) {
    static Deed of(String caller, @Nullable String displayName, String outcome) {
      return new Deed(caller, displayName, outcome, false);
    }

    static Deed ownDeed(String outcome) {
      return new Deed("gamelan", null, outcome, true);
    }
  }

  /** What is to become of a connection. */
  sealed interface Step {
    record To(ConnectionRow row) implements Step {}

    record Stay() implements Step {}

    record Delete() implements Step {}

    record Refuse(Outcome.Refused why) implements Step {}
  }

  /**
   * @param deed null where it is not worth an entry in the trail
   * @param change may change credentials itself; it sees what nobody else can change meanwhile
   */
  Outcome alter(String name, @Nullable Deed deed, Function<Kept, Step> change) {
    return Objects.requireNonNull(
        transactions.execute(
            status -> {
              Optional<Kept> before = store.lock(name);
              if (before.isEmpty()) {
                return new Outcome.Refused(
                    Outcome.Reason.UNKNOWN, "There is no connection of the name " + name + ".");
              }
              return switch (change.apply(before.get())) {
                case Step.Refuse(Outcome.Refused why) -> {
                  status.setRollbackOnly();
                  yield why;
                }
                case Step.Stay stay -> new Outcome.Done(before.get());
                case Step.To(ConnectionRow row) -> altered(before.get(), row, deed);
                case Step.Delete delete -> deleted(before.get(), deed);
              };
            }));
  }

  private Outcome altered(Kept before, ConnectionRow row, @Nullable Deed deed) {
    long number = store.nextNumber();
    boolean somebodys = deed != null && !deed.isOwn();
    store.update(row.edit().row(somebodys ? number : row.revision(), number, clock.instant()));
    Kept after = store.find(row.name()).orElseThrow();
    tell(deed, before, after, number);
    return new Outcome.Done(after);
  }

  private Outcome deleted(Kept before, @Nullable Deed deed) {
    String name = before.row().name();
    long number = store.nextNumber();
    store.delete(name);
    ConnectionState last =
        ConnectionState.newBuilder(state(before, number))
            .setStanding(ConnectionStanding.DELETED)
            .setVerified(false)
            .setProblem(null)
            .build();
    outbox.add(Outbox.Destination.STATE, name, serializer.serialize(stateTopic(), last));
    outbox.add(Outbox.Destination.STATE, name, null);
    if (deed != null) {
      outbox.add(Outbox.Destination.AUDIT, name, entry(deed, name, before, null, number));
    }
    return new Outcome.Gone();
  }

  /** Makes a connection that was not there; its numbers are set here. */
  Outcome register(ConnectionRow row, @Nullable Deed deed, Function<Kept, Step> change) {
    return Objects.requireNonNull(
        transactions.execute(
            status -> {
              if (!store.insert(row)) {
                return new Outcome.Refused(
                    Outcome.Reason.CONFLICT,
                    "There is a connection of the name %s already.".formatted(row.name()));
              }
              Kept made = store.lock(row.name()).orElseThrow();
              return switch (change.apply(made)) {
                case Step.To(ConnectionRow changed) -> {
                  long number = store.nextNumber();
                  store.update(changed.edit().row(number, number, clock.instant()));
                  Kept after = store.find(row.name()).orElseThrow();
                  tell(deed, null, after, number);
                  yield new Outcome.Done(after);
                }
                case Step.Refuse(Outcome.Refused why) -> {
                  status.setRollbackOnly();
                  yield why;
                }
                case Step.Stay stay -> new Outcome.Done(made);
                case Step.Delete delete -> new Outcome.Gone();
              };
            }));
  }

  /** Says again how things are, to whoever missed it. */
  void tellAgain(String name) {
    transactions.executeWithoutResult(
        status ->
            store
                .lock(name)
                .ifPresent(
                    kept ->
                        outbox.add(
                            Outbox.Destination.STATE,
                            name,
                            serializer.serialize(
                                stateTopic(), state(kept, kept.row().version())))));
  }

  /** Somebody was refused a change or a look that is not theirs. */
  void refused(String name, Deed deed, String why) {
    transactions.executeWithoutResult(
        status -> {
          long number = store.nextNumber();
          outbox.add(
              Outbox.Destination.AUDIT,
              name,
              serializer.serialize(
                  auditTopic(),
                  event(deed, name, number)
                      .setKind(AuditKind.ADMINISTRATION_REFUSED)
                      .setReason(why)
                      .build()));
        });
  }

  private void tell(@Nullable Deed deed, @Nullable Kept before, Kept after, long number) {
    String name = after.row().name();
    outbox.add(
        Outbox.Destination.STATE, name, serializer.serialize(stateTopic(), state(after, number)));
    if (deed != null) {
      outbox.add(Outbox.Destination.AUDIT, name, entry(deed, name, before, after, number));
    }
  }

  private byte[] entry(
      Deed deed, String name, @Nullable Kept before, @Nullable Kept after, long number) {
    return Objects.requireNonNull(
        serializer.serialize(
            auditTopic(),
            event(deed, name, number)
                .setKind(AuditKind.CONNECTION_CHANGED)
                .setReason(after == null ? null : after.row().problem())
                .setBefore(json(before))
                .setAfter(json(after))
                .build()));
  }

  private AuditEvent.Builder event(Deed deed, String name, long number) {
    return AuditEvent.newBuilder()
        .setEventId("connection/%s/%d".formatted(name, number))
        .setKind(AuditKind.CONNECTION_CHANGED)
        .setAt(clock.instant())
        .setService("gong-caller")
        .setConnection(name)
        .setCallId("")
        .setCaller(deed.caller())
        .setDisplayName(deed.displayName())
        .setTool("")
        .setOutcome(deed.outcome())
        .setSubject("connection " + name);
  }

  private @Nullable String json(@Nullable Kept kept) {
    return kept == null ? null : JSON.writeValueAsString(ConnectionView.of(kept, clock.instant()));
  }

  private ConnectionState state(Kept kept, long number) {
    ConnectionRow row = kept.row();
    Instant now = clock.instant();
    ConnectionView view = ConnectionView.of(kept, now);
    return ConnectionState.newBuilder()
        .setConnection(row.name())
        .setStanding(row.standing())
        .setVerified(view.verified())
        .setBaseUrl(view.baseUrl())
        .setCredentials(view.credentials())
        .setCredentialsExpireAt(view.credentialsExpireAt())
        .setProblem(view.problem())
        .setTags(row.tags())
        .setAdministrators(row.administrators())
        .setVersion(number)
        .setAt(now)
        .build();
  }

  private static String stateTopic() {
    return Topics.CONNECTION_STATE.name();
  }

  private static String auditTopic() {
    return Topics.AUDIT.name();
  }
}
