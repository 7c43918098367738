package dev.gamelan.benchmarks.sharing;

import dev.gamelan.benchmarks.load.Gong;
import dev.gamelan.benchmarks.load.OpenLoop.Planned;
import dev.gamelan.benchmarks.load.Question;
import dev.gamelan.benchmarks.load.Questions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What agents ask, drawn from a seed: arrivals by chance; seven of ten ask for one object by its id
 * (of 5,000 calls, by Zipf 0.9, transcript, details or facts, and now and then a user), the others
 * for the calls of one of sixty days or for what is set up, which nobody can merge.
 */
public final class Trace {
  public static final String WORLD = "--gamelan.simulator.world.calls=5000";
  private static final double EXPONENT = 0.9;
  private static final int DAYS = 60;
  private static final List<String> ASKERS = List.of("reader", "guest", "writer", "admin");

  private final Random dice;
  private final List<String> calls;
  private final List<String> users;
  private final double[] byRank;
  private final double[] byDay;

  private Trace(long seed, List<String> calls, List<String> users) {
    this.dice = new Random(seed);
    this.calls = new ArrayList<>(calls);
    this.users = users;
    Collections.shuffle(this.calls, dice);
    byRank = weights(calls.size());
    byDay = weights(DAYS);
  }

  /**
   * @param gong with its limits off
   */
  public static Trace over(Gong gong, long seed) throws IOException, InterruptedException {
    List<String> calls =
        gong.ids(
            "/v2/calls?fromDateTime=2020-01-01T00:00:00Z&toDateTime=2100-01-01T00:00:00Z", "calls");
    List<String> users = gong.ids("/v2/users?includeAvatars=false", "users");
    return new Trace(seed, calls, users);
  }

  public String measure() {
    return "%,d calls, %d users".formatted(calls.size(), users.size());
  }

  private static double[] weights(int count) {
    double[] sums = new double[count];
    double sum = 0;
    for (int rank = 0; rank < count; rank++) {
      sum += Math.pow(rank + 1.0, -EXPONENT);
      sums[rank] = sum;
    }
    for (int rank = 0; rank < count; rank++) {
      sums[rank] /= sum;
    }
    return sums;
  }

  private int rank(double[] sums) {
    int found = Arrays.binarySearch(sums, dice.nextDouble());
    return Math.min(sums.length - 1, found < 0 ? -found - 1 : found);
  }

  private Question next() {
    Question question = dice.nextDouble() < 0.7 ? ofOne() : ofMany();
    return question.askedBy(ASKERS.get(dice.nextInt(ASKERS.size())));
  }

  private Question ofOne() {
    double kind = dice.nextDouble();
    if (kind < 0.1) {
      return Questions.user(users.get(dice.nextInt(users.size())));
    }
    String id = calls.get(rank(byRank));
    return kind < 0.5
        ? Questions.transcript(id)
        : kind < 0.75 ? Questions.details(id) : Questions.call(id);
  }

  private Question ofMany() {
    return dice.nextBoolean()
        ? Questions.callsOfDay(rank(byDay))
        : Questions.setting(dice.nextInt(4));
  }

  /** The next part of it. */
  public List<Planned> next(double perSecond, double seconds) {
    List<Planned> plan = new ArrayList<>();
    double at = 0;
    while (true) {
      at -= Math.log(1 - dice.nextDouble()) / perSecond;
      if (at > seconds) {
        return plan;
      }
      plan.add(new Planned(Math.round(at * 1e9), next()));
    }
  }
}
