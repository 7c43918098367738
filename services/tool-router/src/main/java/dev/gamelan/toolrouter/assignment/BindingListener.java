package dev.gamelan.toolrouter.assignment;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Wants a binding to be read back, and to know which partitions of it this instance was given. */
public interface BindingListener {
  String binding();

  /** From when on the partitions are read that are being assigned. */
  Instant from();

  /**
   * Before any of it is read.
   *
   * @param unread the end of each partition that has something to read back
   */
  void assigned(Collection<TopicPartition> now, Map<TopicPartition, Long> unread);

  default void revoked(Collection<TopicPartition> gone) {
    // most do not mind
  }
}
