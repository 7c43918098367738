package dev.gamelan.toolrouter.governance;

import dev.gamelan.identity.Account;
import dev.gamelan.identity.Caller;
import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.toolrouter.governance.document.AiClient;
import dev.gamelan.toolrouter.governance.document.AiClient.State;
import dev.gamelan.toolrouter.governance.document.AiClient.Type;
import dev.gamelan.toolrouter.governance.document.DocumentKey;
import dev.gamelan.toolrouter.governance.log.GovernanceState;
import dev.gamelan.toolrouter.governance.log.Governed;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which AI clients may be used: by their type, and by how long nobody has used them. */
public final class Clients {
  private static final int LONGEST_ID = 256;
  private static final String ASK =
      " Trying again does not help; ask whoever governs this installation to open it.";

  private final GovernanceState state;
  private final EffectiveDefaults defaults;

  public Clients(GovernanceState state, EffectiveDefaults defaults) {
    this.state = state;
    this.defaults = defaults;
  }

  Verdict judge(Caller caller, String connection, Instant now) {
    String clientId = caller.clientId();
    if (clientId == null) {
      return new Verdict.Allowed();
    }
    if (clientId.length() > LONGEST_ID) {
      return new Verdict.ClientClosed("The id of your AI client is too long to be known." + ASK);
    }
    Governed governed = state.find(keyOf(clientId));
    AiClient client = governed == null ? null : governed.as(AiClient.class);
    if (governed != null && governed.isThere() && client == null) {
      return new Verdict.ClientClosed(
          "What is said about your AI client here is of a later version." + ASK);
    }
    if (client != null && stateOf(client, now) == State.CLOSED) {
      String notice = notice(client, now);
      return new Verdict.ClientClosed(
          "Your AI client is closed here." + (notice == null ? "" : " " + notice) + ASK);
    }
    Type type = typeOf(caller, client);
    return defaults.clientTypes(connection).contains(type)
        ? new Verdict.Allowed()
        : new Verdict.ClientClosed(
            "AI clients that are %s are not let in here."
                    .formatted(type.name().toLowerCase(Locale.ROOT))
                + ASK);
  }

  public static DocumentKey keyOf(String clientId) {
    return DocumentKey.ofInstallation(GovernedKind.CLIENT, clientId);
  }

  /** A client of which nothing is on record has only just come. */
  public State stateOf(@Nullable AiClient client, Instant now) {
    if (client == null) {
      return State.ACTIVE;
    }
    if (client.state() != null) {
      return client.state();
    }
    LocalDate seen = client.lastSeenOn();
    if (seen == null) {
      return State.ACTIVE;
    }
    if (isIdle(seen, closedAfter(client), now)) {
      return State.CLOSED;
    }
    return isIdle(seen, hiddenAfter(client), now) ? State.HIDDEN : State.ACTIVE;
  }

  private Duration hiddenAfter(AiClient client) {
    return client.hiddenAfter() == null ? defaults.clientsHiddenAfter() : client.hiddenAfter();
  }

  private Duration closedAfter(AiClient client) {
    return client.closedAfter() == null ? defaults.clientsClosedAfter() : client.closedAfter();
  }

  static boolean isIdle(LocalDate seen, Duration longer, Instant now) {
    return now.isAfter(idleFrom(seen, longer));
  }

  /** Counted from the end of the day, of which no more is on record. */
  private static Instant idleFrom(LocalDate seen, Duration longer) {
    return seen.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().plus(longer);
  }

  /**
   * That it is hidden or closed because nobody uses it, or is to be hidden once the last quarter of
   * its time has passed. Null where there is nothing to say, or somebody has decided.
   */
  public @Nullable String notice(AiClient client, Instant now) {
    LocalDate seen = client.lastSeenOn();
    if (client.state() != null || seen == null) {
      return null;
    }
    Duration hiddenAfter = hiddenAfter(client);
    Instant hidden = idleFrom(seen, hiddenAfter);
    Instant closed = idleFrom(seen, closedAfter(client));
    return switch (stateOf(client, now)) {
      case ACTIVE ->
          now.isBefore(hidden.minus(hiddenAfter.dividedBy(4)))
              ? null
              : "Last used on %s: to be hidden at %s unless it is used.".formatted(seen, hidden);
      case HIDDEN ->
          "Last used on %s: hidden since %s, to be closed at %s unless it is used."
              .formatted(seen, hidden, closed);
      case CLOSED -> "Last used on %s: closed since %s.".formatted(seen, closed);
    };
  }

  /** A token that speaks for no person but for the client itself belongs to a service. */
  public static Type typeOf(Caller caller, @Nullable AiClient client) {
    if (client != null && client.type() != null) {
      return client.type();
    }
    Account account = caller.account();
    return account != null && account.subject().equals(caller.clientId())
        ? Type.SERVICE
        : Type.PERSONAL;
  }
}
