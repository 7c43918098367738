package dev.gamelan.system.canary;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** Takes the place of a collector of traces in every service that is told so. */
@AutoConfiguration
@ConditionalOnProperty("gamelan.test.spans")
public class SpansHeard {
  /** Services in one JVM have nothing else in common. */
  private static final Queue<SpanData> SPANS = new ConcurrentLinkedQueue<>();

  static List<String> all() {
    return SPANS.stream()
        .map(
            span ->
                "%s %s %s %s %s"
                    .formatted(
                        span.getName(),
                        span.getAttributes(),
                        span.getEvents(),
                        span.getStatus(),
                        span.getSpanContext().getTraceState()))
        .toList();
  }

  @Bean
  SpanExporter spansHeard() {
    return new SpanExporter() {
      @Override
      public CompletableResultCode export(Collection<SpanData> spans) {
        SPANS.addAll(spans);
        return CompletableResultCode.ofSuccess();
      }

      @Override
      public CompletableResultCode flush() {
        return CompletableResultCode.ofSuccess();
      }

      @Override
      public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
      }
    };
  }
}
