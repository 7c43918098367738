package dev.gamelan.gongcaller.lane;

import dev.gamelan.schemas.Topics;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.kafka.event.ConsumerStartedEvent;
import org.springframework.kafka.event.ConsumerStoppedEvent;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.stereotype.Component;

/** The consumer of requested calls, where it has to be held back or to ask Kafka who it is. */
@Component
final class RequestedContainerListener {
  private static final String TOPIC = Topics.TOOL_CALL_REQUESTED.name();

  private final Set<Integer> paused = ConcurrentHashMap.newKeySet();
  private volatile @Nullable MessageListenerContainer container;

  @EventListener
  void started(ConsumerStartedEvent event) {
    if (event.getSource() instanceof MessageListenerContainer source && isOurs(source)) {
      container = source;
    }
  }

  @EventListener
  void stopped(ConsumerStoppedEvent event) {
    if (event.getSource() == container) {
      container = null;
    }
  }

  private static boolean isOurs(MessageListenerContainer source) {
    String[] topics = source.getContainerProperties().getTopics();
    return topics != null && Arrays.asList(topics).contains(TOPIC);
  }

  boolean isRunning() {
    return container != null;
  }

  /** True if it was not paused before. It goes on polling, and so stays a member of its group. */
  boolean pause(int partition) {
    MessageListenerContainer running = container;
    if (running == null || !paused.add(partition)) {
      return false;
    }
    running.pausePartition(new TopicPartition(TOPIC, partition));
    return true;
  }

  void resume(int partition) {
    MessageListenerContainer running = container;
    if (paused.remove(partition) && running != null) {
      running.resumePartition(new TopicPartition(TOPIC, partition));
    }
  }

  boolean isPaused(int partition) {
    return paused.contains(partition);
  }

  /** Makes the group say again who has what. */
  void rejoin() {
    MessageListenerContainer running = container;
    if (running != null) {
      running.enforceRebalance();
    }
  }
}
