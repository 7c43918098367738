package dev.gamelan.toolrouter.governance.document;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gamelan.identity.Caller;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may use which toolsets, and on which terms.
 *
 * @param people callers' names
 * @param lastsFor how long access by asking lasts; null where for good
 * @param approvers who decides, beside those who govern
 */
public record AccessProfile(
    @Nullable String title,
    @Nullable Set<String> people,
    @Nullable Set<String> groups,
    boolean everyone,
    Set<String> toolsets,
    @Nullable Terms terms,
    @Nullable Duration lastsFor,
    @Nullable Approvers approvers,
    boolean justification)
    implements Document {
  public AccessProfile {
    people = people == null ? Set.of() : Set.copyOf(people);
    groups = groups == null ? Set.of() : Set.copyOf(groups);
    toolsets = Set.copyOf(toolsets);
    terms = terms == null ? Terms.AUTOMATIC : terms;
    approvers = approvers == null ? new Approvers(null, null) : approvers;
  }

  /** How a member comes by the access. */
  public enum Terms {
    /** Members have it. */
    @JsonProperty("AUTOMATIC")
    AUTOMATIC,
    /** Members get it for a while by asking. */
    @JsonProperty("TIMED")
    TIMED,
    /** Members ask, and an approver decides. */
    @JsonProperty("ON_REQUEST")
    ON_REQUEST
  }

  public record Approvers(@Nullable Set<String> people, @Nullable Set<String> groups) {
    public Approvers {
      people = people == null ? Set.of() : Set.copyOf(people);
      groups = groups == null ? Set.of() : Set.copyOf(groups);
    }

    public boolean include(Caller caller) {
      return among(caller, people, groups);
    }
  }

  /** Whether it is meant for the caller at all. */
  public boolean isFor(Caller caller) {
    return everyone || among(caller, people, groups);
  }

  private static boolean among(
      Caller caller, @Nullable Set<String> people, @Nullable Set<String> groups) {
    return (people != null && people.contains(caller.name()))
        || (groups != null && caller.groups().stream().anyMatch(groups::contains));
  }
}
