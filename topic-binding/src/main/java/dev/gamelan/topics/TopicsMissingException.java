package dev.gamelan.topics;

import java.time.Duration;

/** A service does not start without its topics: half bound it would lose what it is sent. */
final class TopicsMissingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TopicsMissingException(String brokers, Duration patience, Throwable cause) {
    super(
        "The topics could not be found or created at the Kafka broker %s within %d s: %s"
            .formatted(brokers, patience.toSeconds(), cause.getMessage()),
        cause);
  }
}
