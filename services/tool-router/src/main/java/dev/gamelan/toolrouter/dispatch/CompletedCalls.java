package dev.gamelan.toolrouter.dispatch;

import dev.gamelan.schemas.RecordDeserializer;
import dev.gamelan.schemas.ToolCallCompleted;
import dev.gamelan.schemas.Topics;
import dev.gamelan.schemas.UndecodableRecordException;
import dev.gamelan.topics.UnusableRecordException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Brings an ending to whoever waits for it, and to whoever asks for it later. */
public final class CompletedCalls {
  private final PendingCalls pending;
  private final RecentCompletions recent;
  private final LaterEndings later;
  private final Function<LaterEndings.Place, byte @Nullable []> topic;
  private final RecordDeserializer deserializer;

  /**
   * @param topic reads a record where it stands; null where it is not there any more
   */
  CompletedCalls(
      PendingCalls pending,
      RecentCompletions recent,
      LaterEndings later,
      Function<LaterEndings.Place, byte @Nullable []> topic,
      RecordDeserializer deserializer) {
    this.pending = pending;
    this.recent = recent;
    this.later = later;
    this.topic = topic;
    this.deserializer = deserializer;
  }

  /** Kept first: whoever stops waiting at this very moment finds the answer by its id. */
  void arrived(String callId, byte[] record, LaterEndings.Place place) {
    later.note(callId, place);
    recent.keep(callId, record, place.at());
    PendingCall waiting = pending.find(callId);
    if (waiting != null) {
      waiting.ending().complete(new Dispatched.Completed(decoded(record)));
    }
  }

  /**
   * The ending of a recent call, to its own caller alone. Blocks where it has to be read from the
   * topic once more.
   */
  public Optional<ToolCallCompleted> find(String callId, String caller) {
    byte[] record = recent.find(callId);
    if (record == null) {
      LaterEndings.Place place = later.find(callId);
      if (place != null) {
        record = topic.apply(place);
        if (record == null) {
          throw new IllegalStateException("The broker does not give back the ending of a call");
        }
      }
    }
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
