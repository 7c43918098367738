package dev.gamelan.simulator.arrivals;

import java.util.List;
import java.util.Map;

/**
 * What a client did to Gong, judged: every number but {@code arrivals} should be in its limits, and
 * of the uses of credentials only the right ones should have happened.
 */
public record Report(
    long arrivals,
    int maxInAnySecond,
    int overInAnySecond,
    int maxInAnyDay,
    int overInAnyDay,
    long tooManyRequests,
    long withoutAnswer,
    Map<Integer, Long> byStatus,
    Map<String, Long> byOperation,
    int duplicateWrites,
    int writesAppliedTwice,
    List<Write> duplicates,
    Map<CredentialUse, Long> credentials) {

  /**
   * A write that came more than once: the same target and the same body. One that Gong recognises
   * by its sender's key may come again, and is held against the client only if it was done twice.
   */
  public record Write(
      String operation, String target, String bodySha256, long seen, long applied) {}
}
