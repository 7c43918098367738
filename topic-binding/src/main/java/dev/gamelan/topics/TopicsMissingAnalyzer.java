package dev.gamelan.topics;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in two sentences, instead of a stack trace, that the broker is missing. */
final class TopicsMissingAnalyzer extends AbstractFailureAnalyzer<TopicsMissingException> {
  @Override
  protected FailureAnalysis analyze(Throwable failure, TopicsMissingException missing) {
    return new FailureAnalysis(
        missing.getMessage(),
        "Start the broker, or correct spring.kafka.bootstrap-servers, and start this service"
            + " again; gamelan.topic-creation.patience says how long it waits.",
        missing);
  }
}
