package dev.gamelan.audit.trail;

import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.AuditKind;
import dev.gamelan.schemas.Effect;
import dev.gamelan.schemas.GovernanceEvent;
import dev.gamelan.schemas.GovernedChange;
import dev.gamelan.schemas.GovernedKind;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Follows the log of governance by the rule that all its readers share, and puts each change that
 * is in force on the trail. What was seen, the versions and the trail become durable together.
 */
@Repository
class GovernanceTrail {
  private static final String SEE =
      "insert into governance_event (event_id) values (:eventId) on conflict do nothing";

  private static final String VERSION =
      """
      select version from governance_document
      where kind = :kind and connection = :connection and name = :name
      """;

  private static final String COUNT_UP =
      """
      insert into governance_document (kind, connection, name, version)
      values (:kind, :connection, :name, 1)
      on conflict (kind, connection, name)
      do update set version = governance_document.version + 1
      """;

  private final JdbcClient jdbc;
  private final TransactionTemplate together;
  private final Trail trail;

  private record Document(GovernedKind kind, String connection, String name) {
    static Document of(GovernedChange change) {
      return new Document(
          change.getKind(),
          EventRow.visible(change.getConnection()),
          EventRow.visible(change.getName()));
    }
  }

  GovernanceTrail(JdbcClient jdbc, TransactionTemplate together, Trail trail) {
    this.jdbc = jdbc;
    this.together = together;
    this.trail = trail;
  }

  /** Returns once it is durable. */
  void follow(long offset, GovernanceEvent event) {
    together.executeWithoutResult(
        transaction -> {
          if (isSeenFirst(event) && fits(event.getChanges())) {
            accept(offset, event);
          }
        });
  }

  private boolean isSeenFirst(GovernanceEvent event) {
    return jdbc.sql(SEE).param("eventId", EventRow.visible(event.getEventId())).update() == 1;
  }

  /** Of kinds of a later version nobody here knows what their versions mean. */
  private boolean fits(List<GovernedChange> changes) {
    Set<Document> once = new HashSet<>();
    return changes.stream()
        .filter(change -> change.getKind() != GovernedKind.UNKNOWN)
        .allMatch(
            change -> {
              Document document = Document.of(change);
              return once.add(document) && version(document) == change.getExpectedVersion();
            });
  }

  private long version(Document document) {
    return parameters(jdbc.sql(VERSION), document).query(Long.class).optional().orElse(0L);
  }

  private static JdbcClient.StatementSpec parameters(
      JdbcClient.StatementSpec statement, Document document) {
    return statement
        .param("kind", document.kind().name())
        .param("connection", document.connection())
        .param("name", document.name());
  }

  private void accept(long offset, GovernanceEvent event) {
    List<GovernedChange> changes = event.getChanges();
    for (int index = 0; index < changes.size(); index++) {
      GovernedChange change = changes.get(index);
      if (change.getKind() != GovernedKind.UNKNOWN) {
        parameters(jdbc.sql(COUNT_UP), Document.of(change)).update();
      }
      trail.append(entry(offset, event, change, index));
    }
  }

  private static AuditEvent entry(
      long offset, GovernanceEvent event, GovernedChange change, int index) {
    return AuditEvent.newBuilder()
        .setEventId(event.getEventId() + "/" + index)
        .setKind(AuditKind.GOVERNANCE_CHANGED)
        .setAt(event.getAt())
        .setService("tool-router")
        .setConnection(change.getConnection())
        .setCallId("")
        .setCaller(event.getChangedBy())
        .setTool(change.getKind() == GovernedKind.TOOL ? change.getName() : "")
        .setEffect(Effect.UNKNOWN)
        .setOutcome(change.getAfter() == null ? "deleted" : "changed")
        .setReason(event.getReason())
        .setGovernanceVersion(offset)
        .setSubject(subject(change))
        .setBefore(change.getBefore())
        .setAfter(change.getAfter())
        .build();
  }

  /** Such as {@code tool default/gong_list_calls}. */
  private static String subject(GovernedChange change) {
    String where =
        change.getConnection().isEmpty()
            ? change.getName()
            : change.getConnection() + "/" + change.getName();
    return change.getKind().name().toLowerCase(Locale.ROOT).replace('_', '-') + " " + where;
  }
}
