package dev.gamelan.topics;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.RetryListener;
import org.springframework.kafka.support.KafkaUtils;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.ErrorMessage;

/**
 * Hands a listener's failure to the container's error handler, and to the log, without the record
 * that it failed with.
 */
final class ListenerFailures implements MessageChannel, RetryListener {
  private static final Logger LOG = LoggerFactory.getLogger(ListenerFailures.class);

  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Stands where a binding would have its error channel, whose subscribers log the payload. */
  @Override
  public boolean send(Message<?> message, long timeout) {
    Throwable failure = ((ErrorMessage) message).getPayload();
    throw Reason.unusable(failure)
        .<RuntimeException>map(unusable -> unusable)
        .orElseGet(() -> FailureWithoutPayload.of(failure));
  }

  @Override
  public void failedDelivery(
      ConsumerRecord<?, ?> record, @Nullable Exception failure, int attempt) {
    if (failure == null || Reason.isForDeadLetters(failure)) {
      return;
    }
    String what = "Cannot process {} yet, attempt {}, trying again until it works: {}";
    if (attempt == 1) {
      LOG.warn(
          what,
          KafkaUtils.format(record),
          attempt,
          Reason.of(failure),
          FailureWithoutPayload.of(failure));
    } else {
      LOG.warn(what, KafkaUtils.format(record), attempt, Reason.of(failure));
    }
  }

  @Override
  public void recovered(ConsumerRecord<?, ?> record, @Nullable Exception failure) {
    String reason = failure == null ? "no reason" : Reason.of(failure);
    LOG.warn("Put {} on its dead letters: {}", KafkaUtils.format(record), reason);
  }

  /** A letter that cannot be written is written later; the pause keeps the loop from spinning. */
  @Override
  public void recoveryFailed(
      ConsumerRecord<?, ?> record, @Nullable Exception original, Exception failure) {
    LOG.error(
        "Cannot put {} on its dead letters yet, trying again until it works: {}",
        KafkaUtils.format(record),
        Reason.of(failure));
    LockSupport.parkNanos(PAUSE.toNanos());
  }

  static void log(Message<?> message) {
    if (message instanceof ErrorMessage error) {
      LOG.error("A message could not be handled", FailureWithoutPayload.of(error.getPayload()));
    }
  }
}
