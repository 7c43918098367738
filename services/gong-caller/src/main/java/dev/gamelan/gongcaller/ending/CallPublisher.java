package dev.gamelan.gongcaller.ending;

import dev.gamelan.gongcaller.meters.Meters;
import dev.gamelan.gongcaller.time.Times;
import dev.gamelan.schemas.AnswerSource;
import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.AuditKind;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.LaneState;
import dev.gamelan.schemas.QuotaSpent;
import dev.gamelan.schemas.ToolCallCompleted;
import dev.gamelan.schemas.ToolCallRequested;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.stereotype.Component;

/** Publishes what became of calls, and does not rest until Kafka has acknowledged it. */
@Component
public final class CallPublisher {
  private static final Logger log = LoggerFactory.getLogger(CallPublisher.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final int TRIES_ONCE_GONE = 5;

  private final StreamBridge bridge;
  private final Clock clock;
  private final Times times;
  private final MeterRegistry meters;

  CallPublisher(StreamBridge bridge, Clock clock, Times times, MeterRegistry meters) {
    this.bridge = bridge;
    this.clock = clock;
    this.times = times;
    this.meters = meters;
  }

  /**
   * A unit of quota is spent whoever owns the call by now, so this is said even when it is gone.
   */
  public void spent(
      ToolCallRequested call,
      List<String> alsoFor,
      String permitId,
      String holder,
      Instant sentAt,
      @Nullable Integer httpStatus,
      Supplier<Standing> standing) {
    var record =
        QuotaSpent.newBuilder()
            .setPermitId(permitId)
            .setConnection(call.getConnection())
            .setHolder(holder)
            .setCallId(call.getCallId())
            .setCaller(call.getCaller())
            .setTool(call.getTool())
            .setSentAt(sentAt)
            .setRespondedAt(httpStatus == null ? null : clock.instant())
            .setHttpStatus(httpStatus)
            .setAlsoFor(alsoFor)
            .setCallClass(call.getCallClass())
            .build();
    Duration pause = FIRST_PAUSE;
    for (int triesOnceGone = 0; triesOnceGone < TRIES_ONCE_GONE; ) {
      if (acknowledged("spent", call.getConnection(), record)) {
        return;
      }
      triesOnceGone += standing.get() == Standing.GONE ? 1 : 0;
      pause = rest(pause);
    }
    log.error("The spent permit {} could not be published", permitId);
  }

  /** True once the completion and its audit entry are with Kafka; false if the call is gone. */
  public boolean ended(
      ToolCallRequested call, Ended ended, @Nullable String traceId, Supplier<Standing> standing) {
    Instant now = clock.instant();
    if (!untilAcknowledged(
        "completed",
        call.getCallId(),
        completed(call, ended, now),
        () -> completed(call, tooLargeForKafka(ended), now),
        standing)) {
      return false;
    }
    AuditEvent event = audit(call, ended, traceId, now);
    if (!untilAcknowledged("audit", call.getConnection(), event, () -> event, standing)) {
      return false;
    }
    Meters.CALLS_ENDED.counter(meters, Meters.tagValue(ended.ending())).increment();
    if (source(ended) != AnswerSource.UNKNOWN) {
      Meters.CALLS_ANSWERED.counter(meters, Meters.tagValue(source(ended))).increment();
    }
    return true;
  }

  /** Lost lane states are replaced by the next one. */
  public void laneState(LaneState state) {
    if (!acknowledged("laneState", state.getConnection(), state)) {
      log.debug("The state of lane {} could not be published", state.getConnection());
    }
  }

  private boolean untilAcknowledged(
      String binding,
      String key,
      SpecificRecord record,
      Supplier<SpecificRecord> ifTooLarge,
      Supplier<Standing> standing) {
    SpecificRecord outgoing = record;
    for (Duration pause = FIRST_PAUSE; ; pause = rest(pause)) {
      switch (standing.get()) {
        case GONE -> {
          return false;
        }
        case IN_DOUBT -> {}
        case OURS -> {
          try {
            if (send(binding, key, outgoing)) {
              return true;
            }
          } catch (RuntimeException problem) {
            unacknowledged(binding, problem);
            if (isTooLarge(problem)) {
              outgoing = ifTooLarge.get();
            }
          }
        }
      }
    }
  }

  private boolean acknowledged(String binding, String key, SpecificRecord record) {
    try {
      return send(binding, key, record);
    } catch (RuntimeException problem) {
      unacknowledged(binding, problem);
      return false;
    }
  }

  private boolean send(String binding, String key, SpecificRecord record) {
    return bridge.send(
        binding, MessageBuilder.withPayload(record).setHeader(KafkaHeaders.KEY, key).build());
  }

  /** Names the kind of problem only: its message may carry the record. */
  private void unacknowledged(String binding, RuntimeException problem) {
    Meters.PUBLISH_RETRIES.counter(meters).increment();
    Throwable root = problem;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    log.warn("Kafka did not acknowledge a record of {} ({})", binding, root.getClass().getName());
  }

  private static boolean isTooLarge(Throwable problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof RecordTooLargeException) {
        return true;
      }
    }
    return false;
  }

  private Duration rest(Duration pause) {
    try {
      times.rest(pause);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }

  private static Ended tooLargeForKafka(Ended ended) {
    return ended.withoutBody(
        Ending.ANSWER_TOO_LARGE,
        "Gong's answer is larger than what can be passed on. Ask for less: a shorter range of"
            + " time, fewer ids, or fewer of the optional parts.");
  }

  private static ToolCallCompleted completed(ToolCallRequested call, Ended ended, Instant now) {
    byte[] body = ended.body();
    Served served = ended.served();
    return ToolCallCompleted.newBuilder()
        .setCallId(call.getCallId())
        .setConnection(call.getConnection())
        .setCaller(call.getCaller())
        .setTool(call.getTool())
        .setOperation(call.getOperation())
        .setEnding(ended.ending())
        .setDetail(ended.detail())
        .setRetryable(ended.retryable())
        .setRetryAt(ended.retryAt())
        .setHttpStatus(ended.httpStatus())
        .setContentType(ended.contentType())
        .setBody(body == null ? null : ByteBuffer.wrap(body))
        .setGongRequestId(ended.gongRequestId())
        .setAttempts(ended.attempts())
        .setRequestedAt(call.getRequestedAt())
        .setSentAt(ended.sentAt())
        .setCompletedAt(now)
        .setSource(source(ended))
        .setAgeMillis(
            served == null || source(ended) == AnswerSource.UNKNOWN ? null : served.ageMillis())
        .setSharedWith(served == null ? 0 : served.sharedWith())
        .setUpstreamRequestId(served == null ? null : served.requestId())
        .build();
  }

  private static AnswerSource source(Ended ended) {
    Served served = ended.served();
    return served == null || (ended.httpStatus() == null && served.repeats() == null)
        ? AnswerSource.UNKNOWN
        : served.source();
  }

  private static @Nullable String reason(Ended ended) {
    Served served = ended.served();
    String first = served == null ? null : served.repeats();
    if (first == null) {
      return ended.detail();
    }
    String repeated = "Repeats the ending of call %s, by its idempotency key.".formatted(first);
    return ended.detail() == null ? repeated : repeated + " " + ended.detail();
  }

  private static AuditEvent audit(
      ToolCallRequested call, Ended ended, @Nullable String traceId, Instant now) {
    Served served = ended.served();
    return AuditEvent.newBuilder()
        .setEventId(call.getCallId() + "/ended")
        .setKind(AuditKind.CALL_ENDED)
        .setAt(now)
        .setService("gong-caller")
        .setConnection(call.getConnection())
        .setCallId(call.getCallId())
        .setCaller(call.getCaller())
        .setTool(call.getTool())
        .setOperation(call.getOperation())
        .setEffect(call.getEffect())
        .setOutcome(Meters.tagValue(ended.ending()))
        .setReason(reason(ended))
        .setHttpStatus(ended.httpStatus())
        .setGongRequestId(ended.gongRequestId())
        .setQuotaUnits(served == null ? ended.attempts() : served.units())
        .setLatencyMillis(Math.max(0, Duration.between(call.getRequestedAt(), now).toMillis()))
        .setTraceId(traceId)
        .setSource(source(ended))
        .setAgeMillis(
            served == null || source(ended) == AnswerSource.UNKNOWN ? null : served.ageMillis())
        .setSharedWith(served == null ? 0 : served.sharedWith())
        .setUpstreamRequestId(served == null ? null : served.requestId())
        .build();
  }
}
