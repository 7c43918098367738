package dev.gamelan.gongcaller.lane;

import dev.gamelan.gongcaller.ending.Standing;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One assignment of a partition to this instance, from Kafka's giving it to its taking it away. A
 * later assignment of the same partition is another one, under another name.
 */
final class PartitionAssignment {
  private final int partition;
  private final String name;
  private final long inheritedBefore;
  private final OffsetTracker offsets = new OffsetTracker();
  private final KeysInHand keys = new KeysInHand();
  private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
  private final Map<String, Integer> timesFenced = new ConcurrentHashMap<>();
  private volatile boolean gone;

  /**
   * @param inheritedBefore the partition's end when it was assigned: an earlier owner may have had
   *     the records before it in hand
   */
  PartitionAssignment(int partition, String name, long inheritedBefore) {
    this.partition = partition;
    this.name = name;
    this.inheritedBefore = inheritedBefore;
  }

  int partition() {
    return partition;
  }

  /** No other assignment has it. */
  String name() {
    return name;
  }

  OffsetTracker offsets() {
    return offsets;
  }

  KeysInHand keys() {
    return keys;
  }

  boolean inherited(QueuedCall call) {
    return call.offset() < inheritedBefore;
  }

  Map<String, Lane> lanes() {
    return lanes;
  }

  @Nullable Lane lane(String connection) {
    return lanes.get(connection);
  }

  Collection<Lane> allLanes() {
    return lanes.values();
  }

  /** The name to ask quota under; a superseded one never comes back. */
  String holder(String connection) {
    int fenced = timesFenced.getOrDefault(connection, 0);
    return fenced == 0 ? name : name + "." + fenced;
  }

  /** Kafka has confirmed the partition after a fence: go on under a new name. */
  void renewHolder(String connection) {
    timesFenced.merge(connection, 1, Integer::sum);
  }

  Standing standing(String connection) {
    if (gone) {
      return Standing.GONE;
    }
    Lane lane = lanes.get(connection);
    return lane != null && lane.isFenced() ? Standing.IN_DOUBT : Standing.OURS;
  }

  /** What is not published by now is the successor's. */
  void end() {
    gone = true;
    offsets.close();
  }

  boolean hasEnded() {
    return gone;
  }
}
