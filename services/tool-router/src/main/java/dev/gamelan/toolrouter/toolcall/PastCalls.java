package dev.gamelan.toolrouter.toolcall;

import dev.gamelan.identity.Caller;
import dev.gamelan.toolrouter.catalog.Catalog;
import dev.gamelan.toolrouter.dispatch.CompletedCalls;
import dev.gamelan.toolrouter.dispatch.PendingCalls;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds what became of a call, for the one who made it. */
@Component
public final class PastCalls {
  private final CompletedCalls completions;
  private final PendingCalls pending;
  private final Catalog catalog;
  private final Answers answers;

  PastCalls(CompletedCalls completions, PendingCalls pending, Catalog catalog, Answers answers) {
    this.completions = completions;
    this.pending = pending;
    this.catalog = catalog;
    this.answers = answers;
  }

  /** How a call ended, and when. */
  public record Ending(ToolCallAnswer answer, Instant at) {}

  /** Empty where it has not ended, as far as this instance knows. May block. */
  public Optional<Ending> ending(String callId, Caller caller) {
    return completions
        .find(callId, caller.name())
        .flatMap(
            completed ->
                catalog
                    .find(completed.getTool())
                    .map(tool -> answers.of(tool, completed, caller))
                    .map(answer -> new Ending(answer, completed.getCompletedAt())));
  }

  public boolean hasEnded(String callId, String caller) {
    return completions.find(callId, caller).isPresent();
  }

  public Optional<ToolCallAnswer> find(String callId, Caller caller) {
    return ending(callId, caller)
        .map(Ending::answer)
        .or(
            () ->
                pending.holds(callId, caller.name())
                    ? Optional.of(answers.pending(callId))
                    : Optional.empty());
  }
}
