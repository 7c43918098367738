package dev.gamelan.gongcaller.presence;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;

/** The consumer group of all gong-callers, where one that is gone is put out before its time. */
@Component
final class CallerGroup implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CallerGroup.class);

  private final Admin admin;
  private final String name;

  CallerGroup(KafkaAdmin settings, PresenceProperties properties) {
    Map<String, Object> client = new HashMap<>(settings.getConfigurationProperties());
    int patience = Math.toIntExact(properties.patience().toMillis());
    client.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, patience);
    client.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, patience);
    this.admin = Admin.create(client);
    this.name = properties.group();
  }

  /**
   * Members of these keys have no partitions any more, which go to others with the next rebalance.
   *
   * @return whether the broker did so, or had nothing to do
   */
  boolean expel(Set<Integer> keys) {
    try {
      List<MemberToRemove> gone =
          admin.describeConsumerGroups(List.of(name)).all().get().values().stream()
              .flatMap(group -> group.members().stream())
              .flatMap(member -> member.groupInstanceId().stream())
              .filter(instance -> keys.contains(PresenceLocks.keyOf(withoutNumber(instance))))
              .map(MemberToRemove::new)
              .toList();
      if (!gone.isEmpty()) {
        var wanted = new RemoveMembersFromConsumerGroupOptions(gone);
        wanted.reason("Its process has ended");
        admin.removeMembersFromConsumerGroup(name, wanted).all().get();
        log.info(
            "{} is gone; its lanes go to those that are there",
            gone.stream().map(MemberToRemove::groupInstanceId).toList());
      }
      return true;
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | KafkaException refused) {
      if (refused.getCause() instanceof UnknownMemberIdException) {
        log.debug("Somebody else was faster");
        return true;
      }
      log.warn("The lanes of one that is gone wait until Kafka misses it", refused);
      return false;
    }
  }

  /** Spring Kafka appends the number of the consumer in its container. */
  private static String withoutNumber(String member) {
    return member.replaceFirst("-\\d+$", "");
  }

  @Override
  public void close() {
    admin.close();
  }
}
