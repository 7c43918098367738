package dev.gamelan.gongcaller.lane;

import dev.gamelan.gongcaller.ending.Ended;
import dev.gamelan.gongcaller.gong.GongAnswer;
import dev.gamelan.gongcaller.ledger.Intent;
import dev.gamelan.gongcaller.permit.PermitAnswer;
import dev.gamelan.gongcaller.permit.PermitOutcome;
import dev.gamelan.schemas.GongRequest;
import dev.gamelan.schemas.ToolCallRequested;
import java.time.Duration;
import java.util.Optional;

/** All that one gong-caller has to do with others, as a simulation plays them. */
public interface Doors {
  PermitAnswer ask(String holder, ToolCallRequested call);

  void report(String permitId, PermitOutcome outcome);

  /** False where the holder was superseded. */
  boolean renewLease(String holder);

  void releaseLease(String holder);

  boolean connects();

  GongAnswer send(GongRequest request, Duration left);

  Intent intend(ToolCallRequested call, String holder, int attempt);

  boolean withdraw(String callId, String holder);

  Optional<Ended> end(String callId, Ended ended);

  Optional<Ended> endUnsent(ToolCallRequested call, String holder, Ended ended);

  /** Returns once Kafka has it. */
  void publish(String binding, Object record);

  /** Asks Kafka who has the partition. */
  void rejoin();
}
