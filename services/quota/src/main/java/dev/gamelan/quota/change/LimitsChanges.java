package dev.gamelan.quota.change;

import dev.gamelan.identity.Caller;
import dev.gamelan.quota.limits.Limits;
import dev.gamelan.quota.limits.LimitsBook;
import dev.gamelan.quota.permit.ChangeLock;
import dev.gamelan.quota.time.Times;
import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.AuditKind;
import dev.gamelan.schemas.QuotaLimits;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Changes limits: one at a time, from the version that was read, and never without a trace. */
@Component
final class LimitsChanges {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration FOLLOWED_WITHIN = Duration.ofSeconds(3);

  private final LimitsBook book;
  private final ChangeLock lock;
  private final LimitsPublisher publisher;
  private final Times times;

  LimitsChanges(LimitsBook book, ChangeLock lock, LimitsPublisher publisher, Times times) {
    this.book = book;
    this.lock = lock;
    this.publisher = publisher;
    this.times = times;
  }

  /** How a change ended. */
  enum Outcome {
    CHANGED,
    /** Others were faster: the version is no longer the one that was read. */
    STALE,
    /** Another change is under way, or this instance does not know the newest version yet. */
    BUSY
  }

  /**
   * @throws IllegalArgumentException where such limits make no sense; its message says why
   */
  Outcome change(String connection, String readVersion, LimitsView wish, Caller caller) {
    LimitsBook.check(limits(connection, 1, wish, caller));
    if (!book.isRead()) {
      return Outcome.BUSY;
    }
    return lock.alone(
            connection, newest -> changeAlone(connection, newest, readVersion, wish, caller))
        .orElse(Outcome.BUSY);
  }

  private Outcome changeAlone(
      String connection, long newest, String readVersion, LimitsView wish, Caller caller) {
    if (!book.follows(connection, newest, FOLLOWED_WITHIN)) {
      return Outcome.BUSY;
    }
    LimitsView before = now(connection);
    long version = Objects.requireNonNull(before.version());
    if (!readVersion.equals(String.valueOf(version))) {
      return Outcome.STALE;
    }
    QuotaLimits changed = limits(connection, version + 1, wish, caller);
    publisher.changed(changed);
    lock.changed(connection, version + 1);
    publisher.told(event(changed, caller, before));
    return book.follows(connection, version + 1, FOLLOWED_WITHIN) ? Outcome.CHANGED : Outcome.BUSY;
  }

  LimitsView now(String connection) {
    return LimitsView.of(book.of(connection), book.changed(connection).orElse(null));
  }

  /** What is left out stays as it is, but for caps: those left out are lifted. */
  private QuotaLimits limits(String connection, long version, LimitsView wish, Caller caller) {
    Limits now = book.of(connection);
    var day = now.day();
    LimitsView.Shares shares =
        wish.shares() == null
            ? new LimitsView.Shares(
                day.control(), day.interactive(), day.background(), day.safety())
            : wish.shares();
    Integer perSecond = wish.perSecond();
    Long perDay = wish.perDay();
    return QuotaLimits.newBuilder()
        .setConnection(connection)
        .setVersion(version)
        .setPerSecond(perSecond == null ? now.perSecond() : perSecond)
        .setPerDay(perDay == null ? now.perDay() : perDay)
        .setControlShare(shares.control())
        .setInteractiveShare(shares.interactive())
        .setBackgroundShare(shares.background())
        .setSafetyShare(shares.safety())
        .setCallerPerDay(wish.callerPerDay())
        .setToolPerDay(wish.toolPerDay())
        .setCallers(orNone(wish.callers()))
        .setTools(orNone(wish.tools()))
        .setChangedBy(caller.name())
        .setReason(wish.reason())
        .setAt(times.now())
        .build();
  }

  private static Map<String, Long> orNone(@Nullable Map<String, Long> caps) {
    return caps == null ? Map.of() : caps;
  }

  private AuditEvent event(QuotaLimits changed, Caller caller, LimitsView before) {
    Limits after = book.as(changed);
    return AuditEvent.newBuilder()
        .setEventId("limits/%s/%d".formatted(changed.getConnection(), changed.getVersion()))
        .setKind(AuditKind.CONNECTION_CHANGED)
        .setAt(times.now())
        .setService("quota")
        .setConnection(changed.getConnection())
        .setCallId("")
        .setCaller(caller.name())
        .setDisplayName(caller.displayName())
        .setClientId(caller.clientId())
        .setTool("")
        .setOutcome("limits-changed")
        .setReason(changed.getReason())
        .setSubject("limits " + changed.getConnection())
        .setBefore(JSON.writeValueAsString(before))
        .setAfter(JSON.writeValueAsString(LimitsView.of(after, changed)))
        .build();
  }
}
