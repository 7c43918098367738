package dev.gamelan.benchmarks.result;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What several rounds said. */
public record Spread(double median, double least, double most) {
  public static Spread of(double... rounds) {
    double[] sorted = rounds.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }

  public static Spread of(List<Double> rounds) {
    return of(rounds.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Median, and least and most where there was more than one round. */
  public String shown(String format) {
    return least == most
        ? number(format, median)
        : "%s (%s–%s)"
            .formatted(number(format, median), number(format, least), number(format, most));
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  /** A quantile of single values; NaN where there are none. */
  public static double quantile(double[] values, double quantile) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted.length == 0
        ? Double.NaN
        : sorted[(int) Math.min(sorted.length - 1L, (long) (quantile * sorted.length))];
  }
}
