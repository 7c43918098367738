package dev.gamelan.gongcaller.lane;

import dev.gamelan.gongcaller.connection.Gate;
import dev.gamelan.gongcaller.ending.Ended;
import dev.gamelan.gongcaller.meters.Meters;
import dev.gamelan.schemas.ToolCallCancelled;
import dev.gamelan.schemas.ToolCallRequested;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** All lanes of this instance, by the partitions that Kafka has assigned to it. */
@Component
@EnableConfigurationProperties(LaneProperties.class)
final class Lanes {
  private static final Logger log = LoggerFactory.getLogger(Lanes.class);

  private final LaneParts parts;
  private final RequestedContainerListener consumer;
  private final Map<Integer, PartitionAssignment> assignments = new ConcurrentHashMap<>();
  private final Cancellations cancellations = new Cancellations();
  private final AtomicLong counter = new AtomicLong();
  private volatile boolean member;
  private volatile boolean stopping;

  Lanes(LaneParts parts, RequestedContainerListener consumer) {
    this.parts = parts;
    this.consumer = consumer;
    Meters.CALLS_QUEUED.gauge(parts.meters(), () -> sum(Lane::queued));
    Meters.CALLS_IN_FLIGHT.gauge(parts.meters(), () -> sum(Lane::inFlight));
    Meters.LANES_CAUTIOUS.gauge(parts.meters(), () -> sum(lane -> lane.isCautious() ? 1 : 0));
    Meters.LANES_BUSY.gauge(
        parts.meters(), () -> sum(lane -> lane.queued() + lane.inFlight() > 0 ? 1 : 0));
    Meters.PARTITIONS_HELD.gauge(parts.meters(), assignments::size);
  }

  private long sum(ToLongFunction<Lane> what) {
    return all().mapToLong(what).sum();
  }

  Stream<Lane> all() {
    return assignments.values().stream().flatMap(assignment -> assignment.allLanes().stream());
  }

  /**
   * A record has come.
   *
   * @param commit commits the record's offset
   */
  void accept(
      ToolCallRequested request,
      int partition,
      long offset,
      @Nullable String traceparent,
      Runnable commit) {
    PartitionAssignment assignment = assignments.get(partition);
    if (assignment == null
        || !assignment.offsets().arrived(offset, QueuedCall.weight(request), commit)) {
      log.debug("Left record {} of partition {} to its owner", offset, partition);
      return;
    }
    holdBack(assignment);
    var call = new QueuedCall(request, offset, traceparent, parts.clock().instant());
    assignment
        .lanes()
        .compute(
            request.getConnection(),
            (connection, known) -> {
              Lane lane = known == null ? newLane(connection, assignment) : known;
              refusal(request)
                  .ifPresentOrElse(ended -> lane.endAtOnce(call, ended), () -> lane.add(call));
              return lane;
            });
  }

  private Lane newLane(String connection, PartitionAssignment assignment) {
    var lane = new Lane(connection, assignment, parts);
    if (stopping) {
      lane.stop();
    }
    return lane;
  }

  private Optional<Ended> refusal(ToolCallRequested request) {
    if (cancellations.contains(request.getCallId(), request.getCaller())) {
      return Optional.of(Ended.cancelled());
    }
    Optional<String> stopped = parts.stops().of(request);
    if (stopped.isPresent()) {
      return stopped.map(sentence -> Ended.notAsked(sentence, true));
    }
    Long generation = request.getCredentialGeneration();
    boolean known = parts.accounts().knows(request.getConnection(), generation);
    if (!known || generation == null) {
      Gate gate = parts.accounts().gate(request.getConnection());
      if (gate instanceof Gate.Shut shut) {
        return Optional.of(Ended.notAsked(shut.sentence(), shut.retryable()));
      }
    }
    return parts.gong().problem(request.getRequest()).map(Ended::unsendable);
  }

  private void holdBack(PartitionAssignment assignment) {
    if ((assignment.offsets().open() >= parts.properties().readAhead()
            || assignment.offsets().openBytes() >= parts.properties().readAheadSize().toBytes())
        && consumer.pause(assignment.partition())) {
      Meters.PARTITIONS_PAUSED.counter(parts.meters()).increment();
      log.info("Paused partition {}: too much waits", assignment.partition());
    }
  }

  private void goOn(PartitionAssignment assignment) {
    if (consumer.isPaused(assignment.partition())
        && assignment.offsets().open() <= parts.properties().readAhead() / 2
        && assignment.offsets().openBytes() <= parts.properties().readAheadSize().toBytes() / 2) {
      consumer.resume(assignment.partition());
    }
  }

  void cancel(ToolCallCancelled cancelled) {
    cancellations.add(cancelled);
    assignments.values().stream()
        .map(assignment -> assignment.lane(cancelled.getConnection()))
        .filter(Objects::nonNull)
        .forEach(lane -> lane.cancel(cancelled.getCallId(), cancelled.getCaller()));
  }

  void assigned(int partition, long end) {
    String name =
        "%s-%d-%s"
            .formatted(
                parts.properties().instance().replaceAll("[^A-Za-z0-9.-]", "-"),
                counter.incrementAndGet(),
                HexFormat.of().toHexDigits(parts.dice().nextInt()));
    PartitionAssignment earlier =
        assignments.put(partition, new PartitionAssignment(partition, name, end));
    if (earlier != null) {
      end(earlier);
    }
  }

  private void end(PartitionAssignment assignment) {
    assignment.end();
    parts.cache().forgetAllOf(assignment.name());
  }

  /** The group has settled: what is still assigned here is ours beyond doubt. */
  void confirmed() {
    member = true;
    all().forEach(Lane::confirm);
  }

  /** Lets what is in flight end, for a while; the rest is the successor's. */
  void revoked(Collection<Integer> partitions) {
    member = false;
    var lost = partitions.stream().map(assignments::remove).filter(Objects::nonNull).toList();
    var lanes = lost.stream().flatMap(assignment -> assignment.allLanes().stream()).toList();
    lanes.forEach(Lane::stop);
    awaitQuiet(lanes, parts.properties().revokePatience());
    lost.forEach(this::end);
    partitions.forEach(consumer::resume);
    lanes.forEach(lane -> Thread.startVirtualThread(lane::releaseLease));
  }

  /** Sends nothing more; what is in flight ends, and the leases go back. */
  void stop() {
    stopping = true;
    var lanes = all().toList();
    lanes.forEach(Lane::stop);
    if (!awaitQuiet(lanes, parts.properties().stopPatience())) {
      log.warn("Stopping while calls are still in flight; their records will be read again");
    }
    lanes.forEach(Lane::releaseLease);
  }

  private boolean awaitQuiet(Collection<Lane> lanes, Duration patience) {
    long deadline = parts.nanos() + patience.toNanos();
    return lanes.stream().allMatch(lane -> lane.quietBy(deadline));
  }

  /** Every now and then. */
  void tick(Duration forgetAfter) {
    for (PartitionAssignment assignment : assignments.values()) {
      goOn(assignment);
      assignment.allLanes().forEach(Lane::tick);
      assignment
          .lanes()
          .forEach(
              (connection, idle) -> {
                if (idle.idleFor(forgetAfter)) {
                  assignment
                      .lanes()
                      .computeIfPresent(
                          connection, (same, lane) -> lane.idleFor(forgetAfter) ? null : lane);
                }
              });
    }
  }

  boolean anyFenced() {
    return all().anyMatch(Lane::isFenced);
  }

  boolean isMember() {
    return member && consumer.isRunning();
  }
}
