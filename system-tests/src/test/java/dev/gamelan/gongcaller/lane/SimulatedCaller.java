package dev.gamelan.gongcaller.lane;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

import dev.gamelan.gongcaller.cache.AnswerCache;
import dev.gamelan.gongcaller.connection.Accounts;
import dev.gamelan.gongcaller.connection.Checks;
import dev.gamelan.gongcaller.connection.Gate;
import dev.gamelan.gongcaller.connection.Trials;
import dev.gamelan.gongcaller.ending.CallPublisher;
import dev.gamelan.gongcaller.ending.Ended;
import dev.gamelan.gongcaller.gong.GongAccount;
import dev.gamelan.gongcaller.gong.GongAddress;
import dev.gamelan.gongcaller.gong.GongAnswer;
import dev.gamelan.gongcaller.gong.GongClient;
import dev.gamelan.gongcaller.gong.GongLine;
import dev.gamelan.gongcaller.ledger.WriteLedger;
import dev.gamelan.gongcaller.permit.PermitClient;
import dev.gamelan.gongcaller.permit.PermitOutcome;
import dev.gamelan.gongcaller.stop.Stops;
import dev.gamelan.gongcaller.time.Times;
import dev.gamelan.gongcaller.trace.CallTraces;
import dev.gamelan.gongcaller.upload.OpenedFile;
import dev.gamelan.gongcaller.upload.StoredFilesListener;
import dev.gamelan.schemas.GongRequest;
import dev.gamelan.schemas.ToolCallCancelled;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.system.simulation.Stage;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.lang.reflect.Constructor;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.mockito.invocation.InvocationOnMock;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.messaging.Message;

/**
 * One running gong-caller. Its lanes, and all that they decide and in which order, are the real
 * thing; only what it has to do with others goes through {@link Doors}.
 */
public final class SimulatedCaller {
  private static final int PARTITION = 0;
  private static final GongAccount ACCOUNT =
      GongAccount.bearer("default", 1, new GongAddress("https", "gong.invalid", 443, ""), "token");
  private static final LaneProperties PROPERTIES =
      new Binder(new MapConfigurationPropertySource(Map.of()))
          .bindOrCreate("gamelan.lane", LaneProperties.class);

  private final Doors doors;
  private final GongLine line = mocked(GongLine.class, this::line);
  private final Lanes lanes;

  public SimulatedCaller(
      Stage stage, Stage.Process process, Clock wall, RandomGenerator dice, Doors doors) {
    this.doors = doors;
    Times times = new StageTimes(stage, process);
    var meters = new SimpleMeterRegistry();
    StreamBridge bridge = mocked(StreamBridge.class, this::published);
    LaneParts parts =
        new LaneParts(
            mocked(PermitClient.class, this::quota),
            mocked(GongClient.class, this::gong),
            mocked(Accounts.class, SimulatedCaller::accounts),
            mocked(Stops.class, call -> Optional.empty()),
            mocked(Trials.class, call -> false),
            mocked(Checks.class, call -> null),
            mocked(WriteLedger.class, this::ledger),
            mocked(
                AnswerCache.class,
                call -> call.getMethod().getName().equals("find") ? Optional.empty() : null),
            made(
                CallPublisher.class,
                List.of(StreamBridge.class, Clock.class, Times.class, MeterRegistry.class),
                bridge,
                wall,
                times,
                meters),
            mocked(StoredFilesListener.class, call -> new OpenedFile.None()),
            made(
                CallTraces.class,
                List.of(Tracer.class, Propagator.class),
                Tracer.NOOP,
                Propagator.NOOP),
            PROPERTIES,
            wall,
            times,
            dice,
            meters);
    lanes = new Lanes(parts, mocked(RequestedContainerListener.class, this::consumer));
  }

  private static final class StageTimes extends Times {
    private final Stage stage;
    private final Stage.Process process;

    StageTimes(Stage stage, Stage.Process process) {
      this.stage = stage;
      this.process = process;
    }

    @Override
    public long nanos() {
      return stage.nanos();
    }

    @Override
    public void rest(Duration time) {
      stage.rest(time.toNanos());
    }

    @Override
    public void await(Lock held, Condition changed, Duration atMost) throws InterruptedException {
      boolean[] over = {false};
      stage.after(
          atMost.toNanos(),
          () -> {
            if (!over[0]) {
              process.start(() -> wake(held, changed));
            }
          });
      changed.await();
      over[0] = true;
    }

    private static void wake(Lock held, Condition changed) {
      held.lock();
      try {
        changed.signalAll();
      } finally {
        held.unlock();
      }
    }
  }

  private interface Door {
    @Nullable Object pass(InvocationOnMock call);
  }

  private static <T> T mocked(Class<T> type, Door door) {
    return mock(
        type,
        withSettings()
            .stubOnly()
            .defaultAnswer(
                call -> {
                  Object answer = door.pass(call);
                  return call.getMethod().getReturnType() == void.class ? null : answer;
                }));
  }

  private static <T> T made(Class<T> type, List<Class<?>> of, Object... from) {
    try {
      Constructor<T> constructor = type.getDeclaredConstructor(of.toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor.newInstance(from);
    } catch (ReflectiveOperationException changed) {
      throw new IllegalStateException(changed);
    }
  }

  private Object quota(InvocationOnMock call) {
    return switch (call.getMethod().getName()) {
      case "ask" -> doors.ask(call.getArgument(0), call.getArgument(1));
      case "report" -> {
        doors.report(call.getArgument(1), (PermitOutcome) call.getArgument(2));
        yield Optional.empty();
      }
      case "renewLease" -> doors.renewLease(call.getArgument(1));
      case "releaseLease" -> {
        doors.releaseLease(call.getArgument(1));
        yield Optional.empty();
      }
      default -> throw unknown(call);
    };
  }

  private Object gong(InvocationOnMock call) {
    return switch (call.getMethod().getName()) {
      case "problem" -> Optional.empty();
      case "open" ->
          doors.connects()
              ? line
              : new GongClient.NoLine(new GongAnswer.NotConnected("No connection came about"));
      default -> throw unknown(call);
    };
  }

  private Object line(InvocationOnMock call) {
    return switch (call.getMethod().getName()) {
      case "leadsTo" -> true;
      case "send" -> doors.send((GongRequest) call.getArgument(1), call.getArgument(4));
      default -> Optional.empty();
    };
  }

  private static Object accounts(InvocationOnMock call) {
    return switch (call.getMethod().getName()) {
      case "gate" -> new Gate.Open();
      case "account" -> Optional.of(ACCOUNT);
      case "knows" -> true;
      default -> throw unknown(call);
    };
  }

  private Object ledger(InvocationOnMock call) {
    return switch (call.getMethod().getName()) {
      case "intend" ->
          doors.intend(
              (ToolCallRequested) call.getArgument(0), call.getArgument(1), call.getArgument(2));
      case "withdraw" -> doors.withdraw(call.getArgument(0), call.getArgument(1));
      case "end" -> doors.end(call.getArgument(0), (Ended) call.getArgument(1));
      case "endUnsent" ->
          doors.endUnsent(
              (ToolCallRequested) call.getArgument(0), call.getArgument(1), call.getArgument(2));
      case "heard" -> Optional.empty();
      default -> throw unknown(call);
    };
  }

  private Object published(InvocationOnMock call) {
    doors.publish(call.getArgument(0), ((Message<?>) call.getArgument(1)).getPayload());
    return true;
  }

  private Object consumer(InvocationOnMock call) {
    return switch (call.getMethod().getName()) {
      case "rejoin" -> {
        doors.rejoin();
        yield Optional.empty();
      }
      case "isRunning" -> true;
      default -> false;
    };
  }

  private static IllegalStateException unknown(InvocationOnMock call) {
    return new IllegalStateException("Nobody plays " + call.getMethod());
  }

  public void assigned(long end) {
    lanes.assigned(PARTITION, end);
  }

  public void confirmed() {
    lanes.confirmed();
  }

  public void revoked() {
    lanes.revoked(List.of(PARTITION));
  }

  public void accept(ToolCallRequested call, long offset, Runnable commit) {
    lanes.accept(call, PARTITION, offset, null, commit);
  }

  public void cancel(ToolCallCancelled cancelled) {
    lanes.cancel(cancelled);
  }

  public void tick() {
    lanes.tick(Duration.ofMinutes(5));
    if (lanes.anyFenced()) {
      doors.rejoin();
    }
  }
}
