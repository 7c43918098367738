package dev.gamelan.simulator.access;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Under which host the company's API is, and what a request under any other meets. */
@Component
public class Hosts {
  private volatile Rule rule = Rule.ANYWHERE;

  /** What becomes of a request for another host. */
  public enum Elsewhere {
    SERVE,
    REDIRECT,
    REFUSE
  }

  /**
   * Where the company is at home.
   *
   * @param home as in the header {@code Host}, such as {@code localhost:8085}; null means anywhere
   */
  public record Rule(@Nullable String home, Elsewhere elsewhere) {
    public static final Rule ANYWHERE = new Rule(null, Elsewhere.SERVE);

    public Rule {
      Objects.requireNonNull(elsewhere, "elsewhere is required: SERVE, REDIRECT or REFUSE");
      if (home == null && elsewhere != Elsewhere.SERVE) {
        throw new IllegalArgumentException("home is required: the host the company is under");
      }
    }

    /** What becomes of a request for that host. */
    public Elsewhere at(@Nullable String host) {
      return home == null || home.equalsIgnoreCase(host) ? Elsewhere.SERVE : elsewhere;
    }
  }

  public Rule rule() {
    return rule;
  }

  public void change(Rule changed) {
    rule = changed;
  }
}
