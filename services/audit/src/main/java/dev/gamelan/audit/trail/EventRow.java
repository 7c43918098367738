package dev.gamelan.audit.trail;

import dev.gamelan.schemas.AnswerSource;
import dev.gamelan.schemas.AuditEvent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** An event as columns, there and back. */
final class EventRow {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final TypeReference<Map<String, String>> ARGUMENTS = new TypeReference<>() {};
  private static final TypeReference<List<String>> POLICIES = new TypeReference<>() {};

  private EventRow() {}

  static SqlParameterSource parametersOf(AuditEvent event) {
    return new MapSqlParameterSource()
        .addValue("eventId", text(event.getEventId()))
        .addValue("kind", event.getKind().name())
        .addValue("at", utc(event.getAt()))
        .addValue("service", text(event.getService()))
        .addValue("connection", text(event.getConnection()))
        .addValue("callId", text(event.getCallId()))
        .addValue("caller", text(event.getCaller()))
        .addValue("client", text(event.getClient()))
        .addValue("tool", text(event.getTool()))
        .addValue("operation", text(event.getOperation()))
        .addValue("effect", event.getEffect().name())
        .addValue("outcome", text(event.getOutcome()))
        .addValue("reason", text(event.getReason()))
        .addValue("argumentsDigest", text(event.getArgumentsDigest()))
        .addValue("arguments", json(event.getArguments()))
        .addValue("httpStatus", event.getHttpStatus())
        .addValue("gongRequestId", text(event.getGongRequestId()))
        .addValue("quotaUnits", event.getQuotaUnits())
        .addValue("latencyMillis", event.getLatencyMillis())
        .addValue("traceId", text(event.getTraceId()))
        .addValue("displayName", text(event.getDisplayName()))
        .addValue("clientId", text(event.getClientId()))
        .addValue("governanceVersion", event.getGovernanceVersion())
        .addValue("policies", json(event.getPolicies()))
        .addValue("subject", text(event.getSubject()))
        .addValue("before", text(Snapshot.bounded(event.getBefore())))
        .addValue("after", text(Snapshot.bounded(event.getAfter())))
        .addValue("source", source(event.getSource()))
        .addValue("ageMillis", event.getAgeMillis())
        .addValue("sharedWith", event.getSharedWith())
        .addValue("upstreamRequestId", text(event.getUpstreamRequestId()));
  }

  static RecordedEvent read(ResultSet row) throws SQLException {
    return new RecordedEvent(
        row.getString("event_id"),
        row.getString("kind"),
        instant(row, "at"),
        instant(row, "recorded_at"),
        row.getString("service"),
        row.getString("connection"),
        row.getString("call_id"),
        row.getString("caller"),
        row.getString("client"),
        row.getString("tool"),
        row.getString("operation"),
        row.getString("effect"),
        row.getString("outcome"),
        row.getString("reason"),
        row.getString("arguments_digest"),
        JSON.readValue(row.getString("arguments"), ARGUMENTS),
        row.getObject("http_status", Integer.class),
        row.getString("gong_request_id"),
        row.getInt("quota_units"),
        row.getObject("latency_millis", Long.class),
        row.getString("trace_id"),
        row.getString("display_name"),
        row.getString("client_id"),
        row.getObject("governance_version", Long.class),
        JSON.readValue(row.getString("policies"), POLICIES),
        row.getString("subject"),
        row.getString("before"),
        row.getString("after"),
        row.getString("source"),
        row.getObject("age_millis", Long.class),
        row.getInt("shared_with"),
        row.getString("upstream_request_id"));
  }

  private static @Nullable String source(AnswerSource source) {
    return source == AnswerSource.UNKNOWN ? null : source.name().toLowerCase(Locale.ROOT);
  }

  static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static String json(Map<String, String> arguments) {
    Map<String, @Nullable String> readable = new TreeMap<>();
    arguments.forEach((name, value) -> readable.put(visible(name), visible(value)));
    return JSON.writeValueAsString(readable);
  }

  private static String json(List<String> policies) {
    return JSON.writeValueAsString(policies.stream().map(EventRow::visible).toList());
  }

  private static @Nullable String text(@Nullable String value) {
    return value == null ? null : visible(value);
  }

  /** The one character that PostgreSQL cannot hold must not keep an event out of the trail. */
  static String visible(String value) {
    return value.replace('\0', '\uFFFD');
  }
}
