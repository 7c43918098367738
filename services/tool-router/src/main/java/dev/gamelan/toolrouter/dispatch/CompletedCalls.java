package dev.gamelan.toolrouter.dispatch;

import dev.gamelan.schemas.RecordDeserializer;
import dev.gamelan.schemas.ToolCallCompleted;
import dev.gamelan.schemas.Topics;
import dev.gamelan.schemas.UndecodableRecordException;
import dev.gamelan.topics.UnusableRecordException;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Brings an ending to whoever waits for it, and to whoever asks for it later. */
@Component
public final class CompletedCalls {
  private final PendingCalls pending;
  private final RecentCompletions recent;
  private final RecordDeserializer deserializer;

  CompletedCalls(PendingCalls pending, RecentCompletions recent, RecordDeserializer deserializer) {
    this.pending = pending;
    this.recent = recent;
    this.deserializer = deserializer;
  }

  /** Kept first: whoever stops waiting at this very moment finds the answer by its id. */
  void arrived(String callId, byte[] record, Instant at) {
    recent.keep(callId, record, at);
    PendingCall waiting = pending.find(callId);
    if (waiting != null) {
      waiting.ending().complete(new Dispatched.Completed(decoded(record)));
    }
  }

  /** The ending of a recent call, to its own caller alone. */
  public Optional<ToolCallCompleted> find(String callId, String caller) {
    byte[] record = recent.find(callId);
    if (record == null) {
      return Optional.empty();
    }
    ToolCallCompleted completed = decoded(record);
    return completed.getCaller().equals(caller) ? Optional.of(completed) : Optional.empty();
  }

  private ToolCallCompleted decoded(byte[] record) {
    try {
      if (deserializer.deserialize(Topics.TOOL_CALL_COMPLETED.name(), record)
          instanceof ToolCallCompleted completed) {
        return completed;
      }
    } catch (UndecodableRecordException unreadable) {
      throw new UnusableRecordException(String.valueOf(unreadable.getMessage()));
    }
    throw new UnusableRecordException("Not a completed tool call");
  }
}
