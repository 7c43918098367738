package dev.gamelan.system.simulation;

import dev.gamelan.schemas.QuotaSpent;
import dev.gamelan.schemas.ToolCallCompleted;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Kafka: the calls that are requested, who reads them, and what is published. */
final class Topic {
  private final Stage stage;
  private final Judge judge;
  private final List<Call> records = new ArrayList<>();
  private final List<QuotaSpent> spent = new ArrayList<>();
  private final List<Caller> readers = new ArrayList<>();
  private @Nullable Caller owner;
  private long committed;
  private boolean away;

  Topic(Stage stage, Judge judge) {
    this.stage = stage;
    this.judge = judge;
  }

  void away(boolean now) {
    away = now;
  }

  void add(Call call) {
    records.add(call);
    readers.forEach(this::deliver);
  }

  List<QuotaSpent> spent() {
    return spent;
  }

  @Nullable Caller owner() {
    return owner;
  }

  boolean isCommitted() {
    return committed == records.size();
  }

  boolean isOver() {
    return isCommitted() && judge.allHaveEnded();
  }

  /** From now on the partition is its, whoever else may think so. */
  void assign(Caller caller) {
    owner = caller;
    readers.remove(caller);
    readers.add(caller);
    caller.assigned(committed, records.size());
    deliver(caller);
  }

  private void deliver(Caller caller) {
    caller.deliver(() -> records);
  }

  /** Takes the partition away from whoever has it no more. */
  void revoke(Caller caller) {
    if (caller != owner && readers.remove(caller)) {
      caller.revoked();
    }
  }

  void forget(Caller dead) {
    readers.remove(dead);
  }

  void commit(Caller caller, int assignment, long offset) {
    stage.after(
        Gong.MILLI,
        () -> {
          if (caller == owner && caller.runs() && caller.assignment() == assignment) {
            committed = Math.max(committed, offset + 1);
          }
        });
  }

  void publish(Object record) {
    if (away) {
      throw new IllegalStateException("Kafka does not answer");
    }
    switch (record) {
      case ToolCallCompleted completed -> judge.told(completed);
      case QuotaSpent unit -> {
        spent.add(unit);
        judge.spent(unit.getPermitId());
      }
      default -> {}
    }
  }

  boolean isAway() {
    return away;
  }
}
