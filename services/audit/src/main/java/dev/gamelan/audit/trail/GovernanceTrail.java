package dev.gamelan.audit.trail;

import dev.gamelan.audit.Meters;
import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.GovernanceEvent;
import dev.gamelan.schemas.GovernedChange;
import dev.gamelan.schemas.GovernedKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Follows the log of governance and adds to the trail what came into force, by the rule that every
 * reader of the log goes by: an event that comes again is void; one of which a single change
 * expects another version than there is, is void as a whole. Versions and entries are durable
 * together, so that an event which comes again after a crash changes nothing.
 */
@Repository
class GovernanceTrail {
  private final JdbcClient jdbc;
  private final NamedParameterJdbcTemplate batches;
  private final TransactionTemplate transactions;
  private final Trail trail;
  private final Counter voided;

  GovernanceTrail(
      JdbcClient jdbc,
      NamedParameterJdbcTemplate batches,
      TransactionTemplate transactions,
      Trail trail,
      MeterRegistry registry) {
    this.jdbc = jdbc;
    this.batches = batches;
    this.transactions = transactions;
    this.trail = trail;
    this.voided = Meters.CHANGES_VOID.counter(registry);
  }

  /** Returns once the event is judged for good, and what it changed is in the trail. */
  void follow(long offset, GovernanceEvent event) {
    Boolean inForce = transactions.execute(status -> judge(offset, event));
    if (!Boolean.TRUE.equals(inForce)) {
      voided.increment();
    }
  }

  private boolean judge(long offset, GovernanceEvent event) {
    if (!isNew(event) || !fits(event.getChanges())) {
      return false;
    }
    List<AuditEvent> entries =
        IntStream.range(0, event.getChanges().size())
            .mapToObj(index -> GovernanceEntry.of(offset, event, index))
            .toList();
    advance(event.getChanges());
    trail.append(entries);
    return true;
  }

  private boolean isNew(GovernanceEvent event) {
    return jdbc.sql("insert into governance_seen (event) values (:event) on conflict do nothing")
            .param("event", Digest.of(event.getEventId()))
            .update()
        == 1;
  }

  /** The same document twice in one event would leave its version open. */
  private boolean fits(List<GovernedChange> changes) {
    Map<String, Long> versions = versions(changes);
    Set<String> once = new HashSet<>();
    boolean fits =
        changes.stream()
            .filter(change -> change.getKind() != GovernedKind.UNKNOWN)
            .allMatch(
                change ->
                    once.add(document(change))
                        && versions.getOrDefault(document(change), 0L)
                            == change.getExpectedVersion());
    if (fits && changes.stream().anyMatch(change -> change.getKind() == GovernedKind.UNKNOWN)) {
      // Passed over, it would make every later change of that document void: it has to wait.
      throw new IllegalStateException(
          "The log of governance has a kind that only a later version of audit knows; the trail of"
              + " changes goes on once that version runs");
    }
    return fits;
  }

  /** Of those documents that there are. */
  private Map<String, Long> versions(List<GovernedChange> changes) {
    Map<String, Long> versions = new HashMap<>();
    if (!changes.isEmpty()) {
      jdbc.sql(
              """
              select document, max(version) as version from governed
              where document in (:documents) group by document
              """)
          .param("documents", changes.stream().map(GovernanceTrail::document).toList())
          .query(
              row -> {
                versions.put(row.getString("document"), row.getLong("version"));
              });
    }
    return versions;
  }

  private void advance(List<GovernedChange> changes) {
    int[] unused =
        batches.batchUpdate(
            """
            insert into governed (document, version, kind, connection, name)
            values (:document, :version, :kind, :connection, :name)
            """,
            changes.stream().map(GovernanceTrail::row).toArray(SqlParameterSource[]::new));
  }

  private static SqlParameterSource row(GovernedChange change) {
    return new MapSqlParameterSource("document", document(change))
        .addValue("version", change.getExpectedVersion() + 1)
        .addValue("kind", change.getKind().name())
        .addValue("connection", EventRow.visible(change.getConnection()))
        .addValue("name", EventRow.visible(change.getName()));
  }

  private static String document(GovernedChange change) {
    return Digest.of(
        "%s\0%s\0%s".formatted(change.getKind(), change.getConnection(), change.getName()));
  }
}
