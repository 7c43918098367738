package dev.gamelan.simulator.world;

import java.time.OffsetDateTime;
import java.util.List;

/** An upload or a deletion at the generic CRM, which ends some seconds after it was accepted. */
public record CrmUpload(OffsetDateTime accepted, int good, List<Fault> errors) {

  /** What is wrong with one line. */
  public record Fault(int line, String description) {}
}
