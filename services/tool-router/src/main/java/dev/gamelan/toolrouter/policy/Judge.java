package dev.gamelan.toolrouter.policy;

import dev.gamelan.toolrouter.policy.facts.Question;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks policies one after the other, in threads that can be left behind: one that takes too long
 * counts as failed, and whoever waits goes on.
 */
public final class Judge implements AutoCloseable {
  private static final int THREADS = Math.max(4, Runtime.getRuntime().availableProcessors());
  private static final int WAITING = 1_000;

  private final Duration patience;
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          Thread.ofPlatform().daemon().name("policy-", 0).factory());

  /**
   * @param patience how long each policy may take
   */
  public Judge(Duration patience) {
    this.patience = patience;
  }

  /**
   * @param policies in their order
   * @param problem says what is wrong with changed content; null where nothing is
   */
  public Judgement judge(
      List<Policy> policies, Question question, Function<ObjectNode, @Nullable String> problem) {
    Progress at = Progress.start(question.content());
    while (!at.isOver(policies)) {
      Asking asking = new Asking(policies, question, problem, at);
      at = asking.await();
    }
    return at.judgement();
  }

  /** The rest of the policies, asked in a thread of its own. */
  private final class Asking implements Runnable {
    private final List<Policy> policies;
    private final Question question;
    private final Function<ObjectNode, @Nullable String> problem;
    private volatile Standing standing;

    /** How far it has come, and since when. */
    private record Standing(Progress at, long since) {
      static Standing now(Progress at) {
        return new Standing(at, System.nanoTime());
      }
    }

    Asking(
        List<Policy> policies,
        Question question,
        Function<ObjectNode, @Nullable String> problem,
        Progress at) {
      this.policies = policies;
      this.question = question;
      this.problem = problem;
      this.standing = Standing.now(at);
    }

    @Override
    public void run() {
      Progress at = standing.at();
      while (!at.isOver(policies) && !Thread.currentThread().isInterrupted()) {
        standing = Standing.now(at);
        at = at.ask(policies.get(at.next()), question, problem);
      }
      standing = Standing.now(at);
    }

    /** All of them, or as far as the one that took too long. */
    Progress await() {
      Future<?> running;
      try {
        running = threads.submit(this);
      } catch (RejectedExecutionException full) {
        return failed(standing, "TIMEOUT");
      }
      while (true) {
        Standing seen = standing;
        try {
          running.get(seen.since() + patience.toNanos() - System.nanoTime(), TimeUnit.NANOSECONDS);
          return standing.at();
        } catch (TimeoutException late) {
          if (standing == seen) {
            running.cancel(true);
            return failed(seen, "TIMEOUT");
          }
        } catch (ExecutionException broken) {
          return failed(standing, "ERROR");
        } catch (InterruptedException stopping) {
          running.cancel(true);
          Thread.currentThread().interrupt();
          return failed(seen, "TIMEOUT");
        }
      }
    }

    private Progress failed(Standing left, String result) {
      return left.at().failed(policies.get(left.at().next()), result);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
