package dev.gamelan.audit.trail;

import dev.gamelan.audit.Meters;
import dev.gamelan.schemas.AuditEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.StringJoiner;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The append-only table: what is in it stays, and an event that comes again changes nothing. */
@Repository
class Trail {
  private static final String APPEND =
      """
      insert into event (event_id, kind, at, service, connection, call_id, caller, client, tool,
        operation, effect, outcome, reason, arguments_digest, arguments, http_status,
        gong_request_id, quota_units, latency_millis, trace_id, display_name, client_id,
        governance_version, policies, subject, before, after, source, age_millis, shared_with,
        upstream_request_id)
      values (:eventId, :kind, :at, :service, :connection, :callId, :caller, :client, :tool,
        :operation, :effect, :outcome, :reason, :argumentsDigest, cast(:arguments as jsonb),
        :httpStatus, :gongRequestId, :quotaUnits, :latencyMillis, :traceId, :displayName, :clientId,
        :governanceVersion, cast(:policies as jsonb), :subject, :before, :after,
        :source, :ageMillis, :sharedWith, :upstreamRequestId)
      on conflict do nothing
      """;

  private final JdbcClient jdbc;
  private final NamedParameterJdbcTemplate batches;
  private final Clock clock;
  private final Counter stored;
  private final Counter repeated;
  private final Timer age;

  Trail(JdbcClient jdbc, NamedParameterJdbcTemplate batches, MeterRegistry registry) {
    this.jdbc = jdbc;
    this.batches = batches;
    this.clock = Clock.systemUTC();
    this.stored = Meters.EVENTS_STORED.counter(registry);
    this.repeated = Meters.EVENTS_REPEATED.counter(registry);
    this.age = Meters.EVENT_AGE.timer(registry);
  }

  /** Returns once the event is durable. */
  void append(AuditEvent event) {
    count(event, jdbc.sql(APPEND).paramSource(EventRow.parametersOf(event)).update());
  }

  /** Returns once all of them are durable, or with the transaction that it is called in. */
  void append(List<AuditEvent> events) {
    int[] rows =
        batches.batchUpdate(
            APPEND, events.stream().map(EventRow::parametersOf).toArray(SqlParameterSource[]::new));
    for (int index = 0; index < rows.length; index++) {
      count(events.get(index), rows[index]);
    }
  }

  private void count(AuditEvent event, int rows) {
    if (rows == 0) {
      repeated.increment();
    } else {
      stored.increment();
      Duration since = Duration.between(event.getAt(), clock.instant());
      age.record(since.isNegative() ? Duration.ZERO : since);
    }
  }

  /** Newest first; one row more than the page holds tells whether another page follows. */
  TrailPage page(EventSearch search) {
    var conditions = new StringJoiner(" and ", "where ", "").setEmptyValue("");
    var parameters = new MapSqlParameterSource("limit", search.limit() + 1);
    search
        .filters()
        .forEach(
            (filter, value) -> {
              conditions.add("%s = :%s".formatted(filter.column(), filter.parameter()));
              parameters.addValue(filter.parameter(), value);
            });
    if (search.from() != null) {
      conditions.add("at >= :from");
      parameters.addValue("from", EventRow.utc(search.from()));
    }
    if (search.to() != null) {
      conditions.add("at < :to");
      parameters.addValue("to", EventRow.utc(search.to()));
    }
    if (search.after() != null) {
      conditions.add("(at, event_id) < (:afterAt, :afterId)");
      parameters.addValue("afterAt", EventRow.utc(search.after().at()));
      parameters.addValue("afterId", search.after().eventId());
    }
    List<RecordedEvent> found =
        jdbc.sql(
                "select * from event %s order by at desc, event_id desc limit :limit"
                    .formatted(conditions))
            .paramSource(parameters)
            .query((row, number) -> EventRow.read(row))
            .list();
    return TrailPage.of(found, search.limit());
  }
}
