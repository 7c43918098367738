package dev.gamelan.system.simulation;

import java.lang.reflect.Constructor;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A time of its own, and all that happens in it, one after the other on one thread. Code that
 * blocks runs as it is, as virtual threads that this schedules: so the same seed gives the same
 * order, and an hour of waiting takes no time.
 */
public final class Stage {
  private static final Constructor<?> VIRTUAL_THREAD = constructor();

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
  private final Deque<Runnable> ready = new ArrayDeque<>();
  private long now;
  private long number;
  private @Nullable Throwable broken;

  private record Event(long at, long number, Runnable action) {}

  private static Constructor<?> constructor() {
    try {
      Constructor<?> found =
          Class.forName("java.lang.VirtualThread")
              .getDeclaredConstructor(Executor.class, String.class, int.class, Runnable.class);
      found.setAccessible(true);
      return found;
    } catch (ReflectiveOperationException changed) {
      throw new IllegalStateException("This Java has other virtual threads", changed);
    }
  }

  /** A process: its threads go on, stand still or are gone all together. */
  public final class Process implements Executor {
    private final Deque<Runnable> held = new ArrayDeque<>();
    private boolean gone;
    private boolean frozen;

    @Override
    public void execute(Runnable task) {
      if (gone) {
        return;
      }
      (frozen ? held : ready).add(frozen ? task : () -> resume(task));
    }

    private void resume(Runnable task) {
      if (gone) {
        return;
      }
      if (frozen) {
        held.add(task);
      } else {
        task.run();
      }
    }

    /** Begins a thread; those that it begins belong to the process as well. */
    public void start(Runnable code) {
      if (gone) {
        return;
      }
      try {
        ((Thread) VIRTUAL_THREAD.newInstance(this, "", 0, code)).start();
      } catch (ReflectiveOperationException impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    public void die() {
      gone = true;
      held.clear();
    }

    public void freeze() {
      frozen = true;
    }

    public void thaw() {
      frozen = false;
      held.forEach(this::execute);
      held.clear();
    }

    public boolean isGone() {
      return gone;
    }

    public boolean runs() {
      return !gone && !frozen;
    }
  }

  public Process process() {
    return new Process();
  }

  public long nanos() {
    return now;
  }

  public void after(long nanos, Runnable action) {
    events.add(new Event(now + Math.max(0, nanos), number++, action));
  }

  /** For threads of a process. */
  public void rest(long nanos) {
    boolean[] over = {false};
    Thread self = Thread.currentThread();
    after(
        nanos,
        () -> {
          over[0] = true;
          LockSupport.unpark(self);
        });
    while (!over[0]) {
      LockSupport.park();
    }
  }

  /** For a thread whose process has died. */
  public static <T> T never() {
    while (true) {
      LockSupport.park();
    }
  }

  /**
   * For threads of a process: something happens elsewhere, whether or not the process still lives
   * by then, and the thread hears of it later.
   */
  public <T> T elsewhere(long there, Supplier<T> what, long back) {
    var heard = new Object[1];
    boolean[] over = {false};
    Thread self = Thread.currentThread();
    after(
        there,
        () -> {
          heard[0] = what.get();
          after(
              back,
              () -> {
                over[0] = true;
                LockSupport.unpark(self);
              });
        });
    while (!over[0]) {
      LockSupport.park();
    }
    @SuppressWarnings("unchecked")
    T result = (T) heard[0];
    return result;
  }

  /** Lets everything happen until it is over, or the time is. */
  void run(BooleanSupplier over, long until) {
    var before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, problem) -> broken = problem);
    try {
      happen(over, until);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  private void happen(BooleanSupplier over, long until) {
    while (true) {
      for (Runnable next = ready.poll(); next != null; next = ready.poll()) {
        next.run();
        if (broken != null) {
          throw new IllegalStateException("A thread of a process broke", broken);
        }
      }
      Event event = events.peek();
      if (event == null || event.at() > until || over.getAsBoolean()) {
        return;
      }
      events.remove();
      now = event.at();
      event.action().run();
    }
  }
}
