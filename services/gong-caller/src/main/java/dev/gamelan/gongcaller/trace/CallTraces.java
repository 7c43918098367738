package dev.gamelan.gongcaller.trace;

import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Continues a call's trace, which outlives the thread that its record arrived on. */
@Component
public final class CallTraces {
  private static final String HEADER = "traceparent";
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}");

  private final Tracer tracer;
  private final Propagator propagator;

  CallTraces(Tracer tracer, Propagator propagator) {
    this.tracer = tracer;
    this.propagator = propagator;
  }

  /** One step of a call. Whatever is published while it is entered belongs to its trace. */
  public final class Step implements AutoCloseable {
    private final Span span;
    private final Tracer.SpanInScope scope;

    private Step(Span span) {
      this.span = span;
      this.scope = tracer.withSpan(span);
    }

    /** What to send along, so that the other side can continue the trace. */
    public Map<String, String> headers() {
      Map<String, String> headers = new LinkedHashMap<>();
      propagator.inject(
          span.context(),
          headers,
          (carrier, name, value) -> {
            if (carrier != null) {
              carrier.put(name, value);
            }
          });
      return headers;
    }

    public void tag(String name, String value) {
      span.tag(name, value);
    }

    @Override
    public void close() {
      scope.close();
      span.end();
    }
  }

  public Step step(String name, Span.Kind kind, @Nullable String traceparent) {
    return step(name, kind, traceparent, List.of());
  }

  /**
   * @param beside the traces that it is a step of as well
   */
  public Step step(String name, Span.Kind kind, @Nullable String traceparent, List<String> beside) {
    Map<String, String> received =
        traceparent == null || !TRACEPARENT.matcher(traceparent).matches()
            ? Map.of()
            : Map.of(HEADER, traceparent);
    Span.Builder builder = propagator.extract(received, Map::get).name(name).kind(kind);
    beside.stream()
        .map(this::context)
        .flatMap(Optional::stream)
        .map(Link::new)
        .forEach(builder::addLink);
    return new Step(builder.start());
  }

  private Optional<TraceContext> context(String traceparent) {
    Matcher matcher = TRACEPARENT.matcher(traceparent);
    return matcher.matches()
        ? Optional.of(
            tracer
                .traceContextBuilder()
                .traceId(matcher.group(1))
                .spanId(matcher.group(2))
                .sampled(true)
                .build())
        : Optional.empty();
  }

  /** The id that all records of a call share; null where the call came without a trace. */
  public static @Nullable String traceId(@Nullable String traceparent) {
    if (traceparent == null) {
      return null;
    }
    Matcher matcher = TRACEPARENT.matcher(traceparent);
    return matcher.matches() ? matcher.group(1) : null;
  }
}
