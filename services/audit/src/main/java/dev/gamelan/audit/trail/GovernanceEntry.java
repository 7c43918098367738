package dev.gamelan.audit.trail;

import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.AuditKind;
import dev.gamelan.schemas.GovernanceEvent;
import dev.gamelan.schemas.GovernedChange;
import dev.gamelan.schemas.GovernedKind;
import java.util.Locale;

/** What the trail says of one change of one governed document. */
final class GovernanceEntry {
  /** An event's id has its index behind it. */
  private static final int LONGEST = Usability.LONGEST_NAME - 10;

  private GovernanceEntry() {}

  /**
   * @param offset where the event stands in the log
   * @param index of the change in its event
   */
  static AuditEvent of(long offset, GovernanceEvent event, int index) {
    GovernedChange change = event.getChanges().get(index);
    return AuditEvent.newBuilder()
        .setEventId(fitting(event.getEventId()) + "/" + index)
        .setKind(AuditKind.GOVERNANCE_CHANGED)
        .setAt(Usability.onTheCalendar(event.getAt()))
        .setService("tool-router")
        .setConnection(fitting(change.getConnection()))
        .setCallId("")
        .setCaller(fitting(event.getChangedBy()))
        .setTool(change.getKind() == GovernedKind.TOOL ? fitting(change.getName()) : "")
        .setOutcome(outcome(change))
        .setReason(event.getReason())
        .setGovernanceVersion(offset)
        .setSubject(fitting(subject(change)))
        .setBefore(change.getBefore())
        .setAfter(change.getAfter())
        .build();
  }

  private static String outcome(GovernedChange change) {
    if (change.getAfter() == null) {
      return "deleted";
    }
    return change.getBefore() == null ? "created" : "changed";
  }

  /** Such as {@code tool default/gong_list_calls}, or {@code kill-switch installation}. */
  private static String subject(GovernedChange change) {
    String where = change.getConnection().isEmpty() ? "" : change.getConnection() + "/";
    return change.getKind().name().toLowerCase(Locale.ROOT).replace('_', '-')
        + " "
        + where
        + change.getName();
  }

  /** What is in force has its entry, however long its names are. */
  private static String fitting(String name) {
    return name.length() <= LONGEST
        ? name
        : name.substring(0, LONGEST - 65) + " " + Digest.of(name);
  }
}
