package dev.gamelan.toolrouter.assignment;

import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Wants to know of the partitions of one binding, to read back from where it needs. */
public interface BindingListener {
  String binding();

  void assigned(Consumer<?, ?> consumer, Collection<TopicPartition> now);

  default void revoked(Collection<TopicPartition> gone) {
    // most do not mind
  }
}
