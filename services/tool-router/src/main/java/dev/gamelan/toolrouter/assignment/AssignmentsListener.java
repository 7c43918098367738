package dev.gamelan.toolrouter.assignment;

import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.springframework.cloud.stream.binder.kafka.KafkaBindingRebalanceListener;
import org.springframework.stereotype.Component;

/** The only one of its kind: the binder asks none where there are several. */
@Component
final class AssignmentsListener implements KafkaBindingRebalanceListener {
  private final List<BindingListener> listeners;

  AssignmentsListener(List<BindingListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  @Override
  public void onPartitionsAssigned(
      String binding, Consumer<?, ?> consumer, Collection<TopicPartition> now, boolean initial) {
    for (BindingListener listener : listeners) {
      if (listener.binding().equals(binding)) {
        listener.assigned(consumer, now);
      }
    }
  }

  @Override
  public void onPartitionsRevokedAfterCommit(
      String binding, Consumer<?, ?> consumer, Collection<TopicPartition> gone) {
    for (BindingListener listener : listeners) {
      if (listener.binding().equals(binding)) {
        listener.revoked(gone);
      }
    }
  }
}
