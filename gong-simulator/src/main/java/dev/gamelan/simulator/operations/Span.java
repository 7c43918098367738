package dev.gamelan.simulator.operations;

import java.time.OffsetDateTime;
import java.util.Optional;

/** A stretch of time: from its start, which belongs to it, to its end, which does not. */
public record Span(Optional<OffsetDateTime> from, Optional<OffsetDateTime> to) {

  /** Both ends are texts that were checked, and either may be missing. */
  public static Span between(Optional<String> from, Optional<String> to) {
    return new Span(from.map(OffsetDateTime::parse), to.map(OffsetDateTime::parse));
  }

  public boolean holds(OffsetDateTime moment) {
    return from.filter(moment::isBefore).isEmpty()
        && to.filter(end -> !moment.isBefore(end)).isEmpty();
  }
}
