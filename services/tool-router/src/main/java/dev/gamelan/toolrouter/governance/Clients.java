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
    if (stateOf(client, now) == State.CLOSED) {
      return new Verdict.ClientClosed("Your AI client is closed here." + ASK);
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
    if (isIdle(seen, orElse(client.closedAfter(), defaults.clientsClosedAfter()), now)) {
      return State.CLOSED;
    }
    return isIdle(seen, orElse(client.hiddenAfter(), defaults.clientsHiddenAfter()), now)
        ? State.HIDDEN
        : State.ACTIVE;
  }

  private static Duration orElse(@Nullable Duration own, Duration otherwise) {
    return own == null ? otherwise : own;
  }

  /** Counted from the end of the day, of which no more is on record. */
  public static boolean isIdle(LocalDate seen, Duration longer, Instant now) {
    return now.isAfter(seen.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().plus(longer));
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
