package dev.gamelan.quota.usage;

import dev.gamelan.schemas.QuotaSpent;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.stereotype.Component;

/** Reads every attempt of the last 24 hours and all that follow, in every instance. */
@Component("quotaSpent")
final class SpentListener implements Consumer<Message<QuotaSpent>> {
  private final Usages usages;

  /** By partition: what comes again after partitions were assigned again is not counted twice. */
  private final Map<Integer, Long> nextOffsets = new ConcurrentHashMap<>();

  SpentListener(Usages usages) {
    this.usages = usages;
  }

  @Override
  public void accept(Message<QuotaSpent> message) {
    var headers = message.getHeaders();
    Integer partition = headers.get(KafkaHeaders.RECEIVED_PARTITION, Integer.class);
    Long offset = headers.get(KafkaHeaders.OFFSET, Long.class);
    if (partition == null || offset == null) {
      throw new IllegalStateException("The binding does not tell where a record stood");
    }
    if (offset >= next(partition)) {
      usages.replay(message.getPayload());
      nextOffsets.put(partition, offset + 1);
    }
  }

  long next(int partition) {
    return nextOffsets.getOrDefault(partition, 0L);
  }
}
