package dev.gamelan.toolrouter.toolcall;

import dev.gamelan.toolrouter.Meters;
import dev.gamelan.toolrouter.catalog.Catalog;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/**
 * Makes a call seen from outside: its span continues the trace that came with the message, or else
 * with the HTTP request; its ending is counted, timed and logged, without any of its content.
 */
@Component
final class CallObservation {
  private static final Logger log = LoggerFactory.getLogger(CallObservation.class);
  private static final String NAME = "gamelan.tool.call";

  private final ObservationRegistry observations;
  private final MeterRegistry meters;
  private final Catalog catalog;
  private final Clock clock;

  CallObservation(
      ObservationRegistry observations, MeterRegistry meters, Catalog catalog, Clock clock) {
    this.catalog = catalog;
    this.observations = observations;
    this.meters = meters;
    this.clock = clock;
  }

  Mono<ToolCallAnswer> of(ToolCall call, Function<Observation, Mono<ToolCallAnswer>> answering) {
    return Mono.deferContextual(
        context -> {
          Observation outer = context.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
          Observation trace = begin(call, outer);
          return trace
              .<Mono<ToolCallAnswer>>scoped(
                  (Supplier<Mono<ToolCallAnswer>>) () -> answering.apply(trace))
              .doOnNext(answer -> ended(call, answer.tool(), answer.outcome()))
              .doOnError(trace::error)
              .doFinally(
                  signal -> {
                    if (signal == SignalType.CANCEL) {
                      ended(call, call.tool(), Outcome.CANCELLED);
                    }
                    trace.stop();
                  });
        });
  }

  private Observation begin(ToolCall call, @Nullable Observation outer) {
    Map<String, String> headers = call.traceHeaders();
    if (headers.isEmpty()) {
      return Observation.createNotStarted(NAME, observations).parentObservation(outer).start();
    }
    ReceiverContext<Map<String, String>> received =
        new ReceiverContext<>((carrier, key) -> carrier.get(key));
    received.setCarrier(headers);
    return Observation.createNotStarted(NAME, () -> received, observations).start();
  }

  void refused(Outcome outcome) {
    Meters.REFUSED.counter(meters, outcome.code()).increment();
  }

  private void ended(ToolCall call, String tool, Outcome outcome) {
    Duration took = Duration.between(call.requestedAt(), clock.instant());
    // A caller may write anything here, which must not become a meter of its own.
    String toolTag = catalog.find(tool).isPresent() ? tool : "unknown";
    Meters.CALLS.counter(meters, toolTag, outcome.code()).increment();
    Meters.WAIT.timer(meters, outcome.code()).record(took);
    log.atInfo()
        .addKeyValue("callId", call.callId())
        .addKeyValue("caller", call.caller().name())
        .addKeyValue("tool", toolTag)
        .addKeyValue("outcome", outcome.code())
        .addKeyValue("millis", took.toMillis())
        .log("Tool call ended");
  }

  static @Nullable String traceId(Observation trace) {
    TracingContext tracing = trace.getContextView().get(TracingContext.class);
    return tracing == null || tracing.getSpan() == null
        ? null
        : tracing.getSpan().context().traceId();
  }
}
