package dev.gamelan.system.simulation;

import dev.gamelan.gongcaller.ending.Ended;
import dev.gamelan.gongcaller.ending.KeyedWrites;
import dev.gamelan.gongcaller.ledger.Intent;
import dev.gamelan.schemas.ToolCallRequested;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The memory of writes as its table keeps it: a row is set to its ending once. */
final class Ledger {
  private final Map<String, Row> rows = new HashMap<>();

  private static final class Row {
    private String holder;
    private boolean doubtful;
    private @Nullable Ended ended;

    Row(String holder) {
      this.holder = holder;
    }
  }

  Intent intend(ToolCallRequested call, String holder) {
    Row row = rows.get(call.getCallId());
    if (row == null) {
      rows.put(call.getCallId(), new Row(holder));
      return new Intent.Recorded();
    }
    if (row.ended == null && KeyedWrites.knows(call)) {
      row.doubtful = true;
      row.holder = holder;
      return new Intent.Recorded();
    }
    return new Intent.AlreadyEnded(settled(row));
  }

  void withdraw(String callId, String holder) {
    Row row = rows.get(callId);
    if (row != null && row.holder.equals(holder) && row.ended == null && !row.doubtful) {
      rows.remove(callId);
    }
  }

  Ended end(String callId, Ended ended) {
    Row row = rows.get(callId);
    if (row == null) {
      return ended;
    }
    if (row.ended == null) {
      row.ended = row.doubtful ? ended.afterDoubt() : ended;
    }
    return row.ended;
  }

  Ended endUnsent(String callId, String holder, Ended ended) {
    Row row = rows.get(callId);
    if (row != null) {
      return settled(row);
    }
    Row made = new Row(holder);
    made.ended = ended;
    rows.put(callId, made);
    return ended;
  }

  private static Ended settled(Row row) {
    Ended stands = row.ended == null ? Ended.unknownAfterCrash() : row.ended;
    row.ended = stands;
    return stands;
  }
}
