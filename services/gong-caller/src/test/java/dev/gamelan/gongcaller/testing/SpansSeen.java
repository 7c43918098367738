package dev.gamelan.gongcaller.testing;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** The spans that have ended and would be exported. */
public final class SpansSeen implements SpanProcessor {
  private final Queue<SpanData> ended = new ConcurrentLinkedQueue<>();

  public Stream<SpanData> named(String name) {
    return ended.stream().filter(span -> span.getName().equals(name));
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {
    // Only what it was at its end is of interest.
  }

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    ended.add(span.toSpanData());
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }
}
