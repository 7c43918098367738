package dev.gamelan.toolrouter.mcp.signal;

import dev.gamelan.schemas.EdgeSignal;
import dev.gamelan.schemas.EdgeSignalled;
import java.time.Clock;
import java.util.function.Consumer;

/** Words what is told to all instances; returns once the broker has it. */
public final class Signals {
  private final Consumer<EdgeSignalled> publisher;
  private final Clock clock;

  public Signals(Consumer<EdgeSignalled> publisher, Clock clock) {
    this.publisher = publisher;
    this.clock = clock;
  }

  /** Something about a session, or something that it wants. */
  public EdgeSignalled ofSession(EdgeSignal signal, String caller, String session, String subject) {
    EdgeSignalled signalled =
        told(signal).setCaller(caller).setSession(session).setSubject(subject).build();
    publisher.accept(signalled);
    return signalled;
  }

  public void spent(String caller, String subject, String attempt) {
    publisher.accept(
        told(EdgeSignal.STATE_SPENT)
            .setCaller(caller)
            .setSubject(subject)
            .setAttempt(attempt)
            .build());
  }

  public void toAll(EdgeSignal signal, String subject) {
    publisher.accept(told(signal).setSubject(subject).build());
  }

  private EdgeSignalled.Builder told(EdgeSignal signal) {
    return EdgeSignalled.newBuilder().setSignal(signal).setAt(clock.instant());
  }
}
