package dev.gamelan.benchmarks.load;

import dev.gamelan.benchmarks.result.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks at the moments that were planned, whether or not earlier answers have come; what an answer
 * took counts from the moment for which its question was planned.
 */
public final class OpenLoop {
  private static final double MOST_LATE_MILLIS = 250;

  private OpenLoop() {}

  /**
   * @param atNanos from the start of the run
   */
  public record Planned(long atNanos, Question question) {}

  /**
   * @param lateMillis how long after its moment it was asked
   * @param tookMillis from its moment to the answer
   */
  public record Heard(Planned planned, Door.Reply reply, double lateMillis, double tookMillis) {
    public boolean answered() {
      return reply.status() == 200;
    }

    public boolean answeredWithin(double millis) {
      return answered() && tookMillis <= millis;
    }
  }

  /** All that was heard, in the order of asking. */
  public record Run(List<Heard> heard) {
    /** Whether the load was not what was planned. */
    public boolean isVoid() {
      double[] late = heard.stream().mapToDouble(Heard::lateMillis).toArray();
      return Spread.quantile(late, 0.99) > MOST_LATE_MILLIS;
    }

    public long answeredWithin(double millis) {
      return heard.stream().filter(one -> one.answeredWithin(millis)).count();
    }

    public double[] tookMillis() {
      return heard.stream().filter(Heard::answered).mapToDouble(Heard::tookMillis).toArray();
    }
  }

  /** Returns once everything was answered, or so long after the last question. */
  public static Run play(List<Planned> plan, Door door, long patienceMillis) throws Exception {
    List<CompletableFuture<Heard>> asked = new ArrayList<>(plan.size());
    long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
    for (Planned one : plan) {
      long due = start + one.atNanos();
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      double late = (System.nanoTime() - due) / 1e6;
      asked.add(
          door.ask(one.question())
              .completeOnTimeout(
                  new Door.Reply(0, "no answer"), patienceMillis, TimeUnit.MILLISECONDS)
              .thenApply(reply -> new Heard(one, reply, late, (System.nanoTime() - due) / 1e6)));
    }
    List<Heard> heard = new ArrayList<>(asked.size());
    for (CompletableFuture<Heard> one : asked) {
      heard.add(one.get());
    }
    return new Run(heard);
  }

  /** So many a second, evenly. */
  public static List<Planned> evenly(
      double perSecond, double seconds, java.util.function.IntFunction<Question> questions) {
    List<Planned> plan = new ArrayList<>();
    for (int number = 0; number < perSecond * seconds; number++) {
      plan.add(new Planned(Math.round(number * 1e9 / perSecond), questions.apply(number)));
    }
    return plan;
  }
}
