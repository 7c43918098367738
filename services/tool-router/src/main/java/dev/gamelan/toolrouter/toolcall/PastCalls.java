package dev.gamelan.toolrouter.toolcall;

import dev.gamelan.identity.Caller;
import dev.gamelan.toolrouter.catalog.Catalog;
import dev.gamelan.toolrouter.dispatch.CompletedCalls;
import dev.gamelan.toolrouter.dispatch.PendingCalls;
import dev.gamelan.toolrouter.governance.Governance;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds what became of a call, for the one who made it. */
@Component
public final class PastCalls {
  private final CompletedCalls completions;
  private final PendingCalls pending;
  private final Catalog catalog;
  private final Governance governance;
  private final Answers answers;

  PastCalls(
      CompletedCalls completions,
      PendingCalls pending,
      Catalog catalog,
      Governance governance,
      Answers answers) {
    this.governance = governance;
    this.completions = completions;
    this.pending = pending;
    this.catalog = catalog;
    this.answers = answers;
  }

  /** How a call ended, and when. */
  public record Ending(ToolCallAnswer answer, Instant at) {}

  /** Empty where it has not ended, as far as this instance knows. */
  public Optional<Ending> ending(String callId, String caller) {
    return completions
        .find(callId, caller)
        .flatMap(
            completed ->
                catalog
                    .find(completed.getTool())
                    .map(
                        tool ->
                            governance.rules().isEverythingStopped()
                                ? answers.stopped(completed)
                                : answers.of(tool, completed))
                    .map(answer -> new Ending(answer, completed.getCompletedAt())));
  }

  public Optional<ToolCallAnswer> find(String callId, Caller caller) {
    return ending(callId, caller.name())
        .map(Ending::answer)
        .or(
            () ->
                pending.holds(callId, caller.name())
                    ? Optional.of(answers.pending(callId))
                    : Optional.empty());
  }
}
