package dev.gamelan.gongcaller.ledger;

import dev.gamelan.gongcaller.ending.Ended;
import dev.gamelan.gongcaller.ending.KeyedWrites;
import dev.gamelan.gongcaller.meters.Meters;
import dev.gamelan.gongcaller.verification.Verifications;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.ToolCallRequested;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The memory of writes. A row is set to its ending once, by whoever comes first; everyone else
 * takes that ending over, so a call never ends in two ways.
 */
@Component
@EnableConfigurationProperties(LedgerProperties.class)
public final class WriteLedger {
  private static final Logger log = LoggerFactory.getLogger(WriteLedger.class);

  private final JdbcClient database;
  private final Verifications verifications;
  private final LedgerProperties properties;
  private final Clock clock;
  private final MeterRegistry meters;

  WriteLedger(
      JdbcClient database,
      Verifications verifications,
      LedgerProperties properties,
      Clock clock,
      MeterRegistry meters) {
    this.database = database;
    this.verifications = verifications;
    this.properties = properties;
    this.clock = clock;
    this.meters = meters;
  }

  /** To be called, and waited for, before a write is sent. */
  public Intent intend(ToolCallRequested call, String holder, int attempt) {
    return reached(
            () ->
                inserted(call, holder, attempt) || repeated(call, holder, attempt)
                    ? new Intent.Recorded()
                    : new Intent.AlreadyEnded(settled(call.getCallId(), Ended.unknownAfterCrash())))
        .orElseGet(Intent.Unavailable::new);
  }

  private boolean inserted(ToolCallRequested call, String holder, int attempt) {
    return database
            .sql(
                """
                insert into write_ledger (call_id, connection, holder, attempt,
                  operation, tool, caller, facts)
                values (:call, :connection, :holder, :attempt,
                  :operation, :tool, :caller, :facts)
                on conflict (call_id) do nothing
                """)
            .param("call", call.getCallId())
            .param("connection", call.getConnection())
            .param("holder", holder)
            .param("attempt", attempt)
            .param("operation", call.getOperation())
            .param("tool", call.getTool())
            .param("caller", call.getCaller())
            .param("facts", Verifications.facts(call))
            .update()
        == 1;
  }

  /** What Gong knows by its key may be sent again, whoever sent it first. */
  private boolean repeated(ToolCallRequested call, String holder, int attempt) {
    boolean again =
        KeyedWrites.knows(call)
            && database
                    .sql(
                        """
                        update write_ledger
                           set doubtful = true, holder = :holder, attempt = :attempt
                         where call_id = :call and ended_at is null
                        """)
                    .param("call", call.getCallId())
                    .param("holder", holder)
                    .param("attempt", attempt)
                    .update()
                == 1;
    if (again) {
      Meters.WRITES_REPEATED.counter(meters).increment();
    }
    return again;
  }

  private Ended settled(String callId, Ended ended) {
    finish(callId, ended);
    return ending(callId).orElse(ended);
  }

  /**
   * The attempt certainly changed nothing, so the write may be sent again, also after a crash. What
   * an earlier attempt left in doubt stays so.
   *
   * @return false where the ledger could not be told
   */
  public boolean withdraw(String callId, String holder) {
    return reached(
            () ->
                database
                    .sql(
                        "delete from write_ledger"
                            + " where call_id = :call and holder = :holder and ended_at is null"
                            + " and not doubtful")
                    .param("call", callId)
                    .param("holder", holder)
                    .update())
        .isPresent();
  }

  /** Sets the ending, and says which one stands; empty where the ledger cannot be reached. */
  public Optional<Ended> end(String callId, Ended ended) {
    return reached(
        () -> {
          Ended certain = isDoubtful(callId) ? ended.afterDoubt() : ended;
          return finish(callId, certain) == 1 ? certain : ending(callId).orElse(certain);
        });
  }

  private boolean isDoubtful(String callId) {
    return database
        .sql("select exists (select from write_ledger where call_id = :call and doubtful)")
        .param("call", callId)
        .query(Boolean.class)
        .single();
  }

  /** How any call ended: it may have been one that asks what became of a write. */
  public void heard(ToolCallRequested call, Ended ended) {
    verifications.heard(call, ended);
  }

  /**
   * Ends a write that its owner has not sent, and keeps everybody else from sending it; unless it
   * was sent before, or may have been.
   *
   * @return which ending stands; empty where the ledger cannot be reached
   */
  public Optional<Ended> endUnsent(ToolCallRequested call, String holder, Ended ended) {
    return reached(
        () ->
            settled(
                call.getCallId(), inserted(call, holder, 0) ? ended : Ended.unknownAfterCrash()));
  }

  private int finish(String callId, Ended ended) {
    byte[] body = ended.body();
    boolean keepBody = body != null && body.length <= properties.largestBody().toBytes();
    return database
        .sql(
            """
            update write_ledger
               set ended_at = :endedAt, ending = :ending, detail = :detail, retryable = :retryable,
                   retry_at = :retryAt, http_status = :httpStatus, content_type = :contentType,
                   body = :body, gong_request_id = :gongRequestId, attempts = :attempts,
                   sent_at = :sentAt
             where call_id = :call and ended_at is null
            """)
        .param("call", callId)
        .param("endedAt", Timestamp.from(clock.instant()))
        .param("ending", ended.ending().name())
        .param("detail", ended.detail())
        .param("retryable", ended.retryable())
        .param("retryAt", timestamp(ended.retryAt()))
        .param("httpStatus", ended.httpStatus())
        .param("contentType", ended.contentType())
        .param("body", keepBody ? body : null)
        .param("gongRequestId", ended.gongRequestId())
        .param("attempts", ended.attempts())
        .param("sentAt", timestamp(ended.sentAt()))
        .update();
  }

  private Optional<Ended> ending(String callId) {
    return database
        .sql("select * from write_ledger where call_id = :call and ended_at is not null")
        .param("call", callId)
        .query((row, number) -> ended(row))
        .optional();
  }

  private static Ended ended(ResultSet row) throws SQLException {
    return new Ended(
        Ending.valueOf(row.getString("ending")),
        row.getString("detail"),
        row.getBoolean("retryable"),
        instant(row.getTimestamp("retry_at")),
        (Integer) row.getObject("http_status"),
        row.getString("content_type"),
        row.getBytes("body"),
        row.getString("gong_request_id"),
        row.getInt("attempts"),
        instant(row.getTimestamp("sent_at")));
  }

  /**
   * Forgets what is older than any command that could come again, but for writes that nobody knows
   * the outcome of.
   */
  public void forgetOld() {
    Timestamp before = Timestamp.from(clock.instant().minus(properties.keep()));
    reached(
            () -> {
              database
                  .sql(
                      "select call_id from write_ledger"
                          + " where intended_at < :before and ended_at is null")
                  .param("before", before)
                  .query(String.class)
                  .list()
                  .forEach(callId -> finish(callId, Ended.unknownAfterCrash()));
              return database
                  .sql(
                      """
                      delete from write_ledger
                       where intended_at < :before and ended_at is not null
                         and (ending <> 'OUTCOME_UNKNOWN' or settled_at < :before)
                      """)
                  .param("before", before)
                  .update();
            })
        .filter(forgotten -> forgotten > 0)
        .ifPresent(forgotten -> log.info("Forgot {} old writes", forgotten));
  }

  private <T> Optional<T> reached(Supplier<T> question) {
    try {
      return Optional.of(question.get());
    } catch (DataAccessException problem) {
      Meters.LEDGER_FAILURES.counter(meters).increment();
      log.warn("The write ledger cannot be reached ({})", problem.getClass().getSimpleName());
      return Optional.empty();
    }
  }

  private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
    return instant == null ? null : Timestamp.from(instant);
  }

  private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
    return timestamp == null ? null : timestamp.toInstant();
  }
}
