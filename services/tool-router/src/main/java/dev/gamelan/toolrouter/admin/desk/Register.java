package dev.gamelan.toolrouter.admin.desk;

import dev.gamelan.toolrouter.governance.document.DocumentKey;
import dev.gamelan.toolrouter.governance.document.Documents;
import dev.gamelan.toolrouter.governance.log.Appended;
import dev.gamelan.toolrouter.governance.log.Change;
import dev.gamelan.toolrouter.governance.log.GovernanceLog;
import dev.gamelan.toolrouter.governance.log.GovernanceState;
import dev.gamelan.toolrouter.governance.log.Governed;
import dev.gamelan.toolrouter.governance.log.Proposal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Puts documents in the place of others, on the conditions that the request names: what is there is
 * changed only by who has seen it as it is.
 */
@Component
public final class Register {
  private static final int ATTEMPTS = 5;

  private final GovernanceLog log;

  Register(GovernanceLog log) {
    this.log = log;
  }

  /** A change that others may forestall, in which case it is made up anew. */
  public interface Attempt {
    /** What to propose by this state; or the end of it. */
    Proposed by(GovernanceState state);
  }

  /** What one attempt comes to. */
  public sealed interface Proposed {
    /**
     * @param done told once it is in force
     */
    record Changes(List<Change> changes, Function<GovernanceState, Reply> done)
        implements Proposed {}

    /** There is nothing to change. */
    record Already(Reply reply) implements Proposed {}
  }

  public GovernanceState state() {
    return log.state();
  }

  /**
   * @param view how the document is shown
   */
  public Reply put(
      Asked asked,
      DocumentKey key,
      Object document,
      @Nullable String reason,
      Function<Governed, Object> view) {
    String json = Documents.write(document);
    Governed now = log.state().find(key);
    boolean there = now != null && now.isThere();
    long version = now == null ? 0 : now.version();
    if (now != null && there && asked.matchedBefore(version) && json.equals(now.json())) {
      return new Reply.Shown(view.apply(now), version);
    }
    Reply.Refused unmet = unmet(asked, there, version);
    if (unmet != null) {
      return unmet;
    }
    Change change = new Change(key, version, json);
    return ended(
        log.append(Proposal.of(List.of(change), asked.caller().name(), reason)),
        () -> {
          Governed then = new Governed(key, version + 1, json, Documents.read(key.kind(), json));
          return there
              ? new Reply.Shown(view.apply(then), version + 1)
              : new Reply.Made(view.apply(then), version + 1);
        });
  }

  /**
   * @param along what else goes with it
   */
  public Reply delete(Asked asked, DocumentKey key, List<Change> along) {
    Governed now = log.state().find(key);
    if (now == null || !now.isThere()) {
      return now != null && asked.matchedBefore(now.version())
          ? new Reply.Gone()
          : Reply.notFound("There is nothing of this name.");
    }
    Reply.Refused unmet = unmet(asked, true, now.version());
    if (unmet != null) {
      return unmet;
    }
    List<Change> changes = new ArrayList<>(along);
    changes.addFirst(new Change(key, now.version(), null));
    return ended(
        log.append(Proposal.of(changes, asked.caller().name(), asked.parameter("reason"))),
        Reply.Gone::new);
  }

  /**
   * Changes whose conditions have been looked at.
   *
   * @param done told once they are in force
   */
  public Reply once(
      Asked asked, @Nullable String reason, List<Change> changes, Supplier<Reply> done) {
    return ended(log.append(Proposal.of(changes, asked.caller().name(), reason)), done);
  }

  /** Also against others who change the same at the same time, as long as that lets it. */
  public Reply attempt(String eventId, String by, @Nullable String reason, Attempt attempt) {
    Reply last = new Reply.Refused(Code.STALE, STALE);
    for (int i = 0; i < ATTEMPTS; i++) {
      switch (attempt.by(log.state())) {
        case Proposed.Already(var reply) -> {
          return reply;
        }
        case Proposed.Changes(var changes, var done) -> {
          String id = i == 0 ? eventId : eventId + "." + i;
          Appended appended = log.append(new Proposal(id, changes, by, reason));
          last = ended(appended, () -> done.apply(log.state()));
          if (!(appended instanceof Appended.Stale)) {
            return last;
          }
        }
      }
    }
    return last;
  }

  private static final String STALE =
      "It has changed since you looked at it: look again, and send its new ETag as If-Match.";

  /** Null where the request's conditions are met. */
  public static Reply.@Nullable Refused unmet(Asked asked, boolean there, long version) {
    if (asked.ifNoneMatch() != null && there) {
      return new Reply.Refused(Code.STALE, "It is there already: look at it first.", version);
    }
    if (there && asked.ifMatch() == null) {
      return new Reply.Refused(
          Code.IF_MATCH_NEEDED,
          "It is there already: send the ETag under which you saw it as If-Match, so that nobody's"
              + " change is lost.",
          version);
    }
    if (asked.ifMatch() != null && !(there ? asked.matches(version) : asked.names(version))) {
      return new Reply.Refused(Code.STALE, STALE, there ? version : null);
    }
    return null;
  }

  private static Reply ended(Appended appended, Supplier<Reply> accepted) {
    return switch (appended) {
      case Appended.Accepted ignored -> accepted.get();
      case Appended.Stale(var current) ->
          new Reply.Refused(
              Code.STALE, STALE, current.size() == 1 ? current.values().iterator().next() : null);
      case Appended.NotPublished(boolean perhaps) when perhaps ->
          new Reply.Refused(
              Code.OUTCOME_UNKNOWN,
              "It is not known whether the change came into force: look again in a few seconds"
                  + " before you repeat it.");
      case Appended.NotPublished ignored ->
          new Reply.Refused(
              Code.NOT_PUBLISHED,
              "Nothing was changed, because this instance does not know yet what is governed; try"
                  + " again in a few seconds.");
    };
  }
}
