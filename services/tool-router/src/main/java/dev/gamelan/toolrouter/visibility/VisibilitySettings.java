package dev.gamelan.toolrouter.visibility;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.toolrouter.governance.document.DocumentKey;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose calls people see of one connection: the document {@code visibility}.
 *
 * @param every how long after one reading of Gong's permissions the next begins
 * @param staleAfter what was read longer ago decides nothing
 * @param byEmail whether a caller is the Gong user with the email that their token proves
 * @param people callers by name, and which Gong user each is: an id or an email; goes before email
 * @param unrestricted names of callers who are programs and see everything
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VisibilitySettings(
    Mode mode,
    @Nullable Duration every,
    @Nullable Duration staleAfter,
    @Nullable Boolean byEmail,
    @Nullable Map<String, String> people,
    @Nullable Set<String> unrestricted) {
  public static final String NAME = "visibility";
  private static final Duration EVERY = Duration.ofHours(6);
  private static final Duration SHORTEST = Duration.ofMinutes(5);

  /** What is done. */
  public enum Mode {
    /** Whoever may use a tool sees all that the company's key sees. */
    OFF,
    /** The same, and the trail tells what would have been withheld. */
    AUDIT,
    ENFORCE
  }

  public VisibilitySettings {
    if (mode == null) {
      throw new IllegalArgumentException("mode must be OFF, AUDIT or ENFORCE");
    }
    if (every != null && every.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException("every must be at least PT5M");
    }
    if (staleAfter != null && staleAfter.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException("staleAfter must be at least PT5M");
    }
    people = people == null ? null : Map.copyOf(people);
    unrestricted = unrestricted == null ? null : Set.copyOf(unrestricted);
  }

  public static VisibilitySettings off() {
    return new VisibilitySettings(Mode.OFF, null, null, null, null, null);
  }

  public static DocumentKey key(String connection) {
    return new DocumentKey(GovernedKind.VISIBILITY, connection, NAME);
  }

  public Duration interval() {
    return every == null ? EVERY : every;
  }

  Duration oldest() {
    return staleAfter == null ? interval().multipliedBy(4) : staleAfter;
  }

  boolean isByEmail() {
    return byEmail == null || byEmail;
  }

  /** Null where nobody is named. */
  @Nullable String personNamed(String caller) {
    return people == null ? null : people.get(caller);
  }

  boolean isUnrestricted(String caller) {
    return unrestricted != null && unrestricted.contains(caller);
  }
}
