package dev.gamelan.system.simulation;

import java.util.Random;

/** What a schedule is like, all of it drawn from its seed. */
record Weather(
    Gong.Limit limit,
    boolean tail,
    long jitter,
    long shortest,
    long longest,
    long perDay,
    int calls,
    int bursts,
    double badMoods,
    boolean othersAsk,
    boolean losesRedis,
    boolean restartsQuota,
    boolean turnsClocks,
    int crashes,
    int troubles) {

  static Weather of(Random dice) {
    boolean scarce = dice.nextInt(3) == 0;
    boolean losesRedis = dice.nextInt(3) == 0;
    long shortest = new long[] {150, 40, 400, 1_500}[dice.nextInt(4)];
    return new Weather(
        Gong.Limit.values()[dice.nextInt(3)],
        dice.nextBoolean(),
        new long[] {2, 20, 80}[dice.nextInt(3)] * Gong.MILLI,
        shortest * Gong.MILLI,
        shortest * Gong.MILLI * (dice.nextBoolean() ? 1 : 3),
        scarce ? 10 + dice.nextInt(30) : 10_000,
        20 + dice.nextInt(50),
        scarce ? 3 + dice.nextInt(4) : 1 + dice.nextInt(2),
        dice.nextInt(3) == 0 ? 0.15 : 0,
        dice.nextInt(6) == 0,
        losesRedis,
        !losesRedis && dice.nextInt(3) == 0,
        dice.nextInt(3) == 0,
        dice.nextInt(4),
        dice.nextInt(5));
  }

  long way(Random dice) {
    long way = 20 * Gong.MILLI;
    return tail
        ? way + Math.round(-Math.log(1 - dice.nextDouble()) * jitter)
        : Math.max(Gong.MILLI, way + Math.round(dice.nextGaussian() * jitter));
  }

  long took(Random dice) {
    return shortest + (longest > shortest ? dice.nextLong(longest - shortest) : 0);
  }
}
