package dev.gamelan.identity.trace;

import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.handler.TracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.reactive.observation.ServerRequestObservationConvention;

/** Keeps paths, queries and the messages of exceptions out of traces. */
@AutoConfiguration(
    beforeName =
        "org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration")
@ConditionalOnClass(
    name =
        "org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration")
class TraceAutoConfiguration {
  private static final int LAST = Integer.MAX_VALUE - 1_000;
  private static final int RECEIVING = 1_000;
  private static final int SENDING = 2_000;

  @Bean
  ServerRequestObservationConvention pathlessRequests() {
    return new PathlessRequests();
  }

  @Bean
  @Order(LAST)
  DefaultTracingObservationHandler tracing(Tracer tracer) {
    return new DefaultTracingObservationHandler(tracer) {
      @Override
      public void onError(Observation.Context context) {
        tell(this, context);
      }
    };
  }

  @Bean
  @Order(RECEIVING)
  PropagatingReceiverTracingObservationHandler<?> tracingOfWhatComes(
      Tracer tracer, Propagator propagator) {
    return new PropagatingReceiverTracingObservationHandler<ReceiverContext<?>>(
        tracer, propagator) {
      @Override
      public void onError(ReceiverContext<?> context) {
        tell(this, context);
      }
    };
  }

  @Bean
  @Order(SENDING)
  PropagatingSenderTracingObservationHandler<?> tracingOfWhatGoes(
      Tracer tracer, Propagator propagator) {
    return new PropagatingSenderTracingObservationHandler<SenderContext<?>>(tracer, propagator) {
      @Override
      public void onError(SenderContext<?> context) {
        tell(this, context);
      }
    };
  }

  private static <T extends Observation.Context> void tell(
      TracingObservationHandler<T> handler, T context) {
    Throwable error = context.getError();
    if (error != null) {
      handler.getRequiredSpan(context).error(NamelessError.of(error));
    }
  }
}
