package dev.gamelan.schemas;

import java.time.Duration;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * A topic and all that is decided about it, so that no second place knows its name or its shape.
 *
 * @param retention how long a record is kept; null keeps the last record of each key (compacted)
 * @param partitionBytes the oldest records of a partition are deleted beyond this; null where time
 *     alone decides
 */
public record Topic<V extends SpecificRecord>(
    String name,
    Class<V> type,
    int partitions,
    @Nullable Duration retention,
    @Nullable Long partitionBytes) {
  /** As a retention: nothing is deleted. Kafka spells it -1 ms. */
  public static final Duration FOR_EVER = Duration.ofMillis(-1);

  public Topic(String name, Class<V> type, int partitions, @Nullable Duration retention) {
    this(name, type, partitions, retention, null);
  }

  /** Where its reader puts what it could not read, with the reason in the headers. */
  public String deadLetters() {
    return name + ".dlt";
  }

  public boolean compacted() {
    return retention == null;
  }

  /**
   * The name as configuration keys spell it: {@code gong.tool-call.completed} is {@code
   * tool-call-completed}.
   */
  public String key() {
    return name.substring(name.indexOf('.') + 1).replace('.', '-');
  }
}
