package dev.gamelan.topics;

import org.springframework.kafka.support.LoggingProducerListener;

/** Logs what could not be sent by its topic alone. */
final class QuietProducerListener<K, V> extends LoggingProducerListener<K, V> {
  QuietProducerListener() {
    setIncludeContents(false);
  }
}
