package dev.gamelan.toolrouter.mcp.session;

import dev.gamelan.identity.Caller;
import java.time.Clock;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** Begins sessions, and knows them again by their ids alone. */
@Component
@EnableConfigurationProperties(SessionProperties.class)
public final class Sessions {
  private static final int LONGEST = 2048;

  private final Seals seals;
  private final SessionNotes notes;
  private final SessionProperties properties;
  private final Clock clock;

  Sessions(Seals seals, SessionNotes notes, SessionProperties properties, Clock clock) {
    this.seals = seals;
    this.notes = notes;
    this.properties = properties;
    this.clock = clock;
  }

  /** The id that the client shows from now on. */
  public String begin(Caller caller, String revision, ClientCapabilities capabilities) {
    Session session =
        new Session(
            Seals.unguessable(),
            caller.name(),
            revision,
            capabilities,
            clock.instant().plus(properties.lifetime()));
    return seals.seal(Seals.Purpose.SESSION, session.written());
  }

  /** Empty where the session is not this caller's, is over, or was never begun. */
  public Optional<Session> open(String id, Caller caller) {
    if (id.length() > LONGEST) {
      return Optional.empty();
    }
    return seals
        .open(Seals.Purpose.SESSION, id)
        .flatMap(Session::read)
        .filter(session -> session.caller().equals(caller.name()))
        .filter(session -> session.expires().isAfter(clock.instant()))
        .filter(session -> !notes.hasEnded(session.id()));
  }
}
