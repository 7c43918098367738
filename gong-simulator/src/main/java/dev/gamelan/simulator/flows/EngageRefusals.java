package dev.gamelan.simulator.flows;

import dev.gamelan.simulator.operations.Answer;

/** What Engage says when it does not do what it is asked. */
final class EngageRefusals {
  private EngageRefusals() {}

  static Answer notLicensed() {
    return Answer.refused(403, "Forbidden");
  }

  static Answer flowNotFound() {
    return Answer.refused(404, "Flow not found");
  }

  static Answer ownerNotFound() {
    return Answer.refused(400, "The owner of the flow instance was not found");
  }
}
