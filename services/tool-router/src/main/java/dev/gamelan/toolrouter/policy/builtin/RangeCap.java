package dev.gamelan.toolrouter.policy.builtin;

import dev.gamelan.toolrouter.policy.facts.Action;
import dev.gamelan.toolrouter.policy.facts.Question;
import dev.gamelan.toolrouter.policy.facts.When;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * No range of time is longer than this. A range whose beginning or end is left out is one until
 * now, or from ever; a call that names the calls it wants by their ids needs no range.
 *
 * @param cut whether a longer range is cut to its last days instead of refused
 */
record RangeCap(int days, boolean cut) implements BuiltIn {
  private static final Pattern LAST_DAYS = Pattern.compile("LAST_?(\\d{1,4})_?DAYS");
  private static final Map<String, Integer> PERIODS =
      Map.of(
          "THIS_WEEK", 7,
          "THIS_MONTH", 31,
          "THIS_QUARTER", 92,
          "THIS_YEAR", 366,
          "LAST_YEAR", 366);

  static RangeCap read(Settings settings, boolean cut) {
    return new RangeCap((int) settings.wholeNumber("days", 1, 3_660), cut);
  }

  @Override
  public When when() {
    return When.BEFORE;
  }

  @Override
  public Action action() {
    return cut ? Action.MUTATE : Action.DENY;
  }

  @Override
  public Ruling rule(Question question) {
    JsonNode schema = question.call().tool().inputSchema();
    ObjectNode arguments = question.content();
    List<Range> ranges = Range.takenBy(schema);
    List<Range> given = ranges.stream().filter(range -> range.isGivenIn(arguments)).toList();
    if (given.isEmpty()) {
      return schema.path("properties").has("timePeriod")
          ? ofNamed(arguments.path("timePeriod").asString(""))
          : ofNone(question, ranges);
    }
    ObjectNode capped = arguments;
    for (Range range : given) {
      Duration asked = range.length(capped, question.call().now());
      if (asked != null && asked.compareTo(Duration.ofDays(days)) <= 0) {
        continue;
      }
      if (!cut) {
        return tooLong();
      }
      capped = range.cut(capped, days, question.call().now());
    }
    return capped == arguments ? new Ruling.Silent() : new Ruling.Changed(capped);
  }

  private Ruling ofNone(Question question, List<Range> ranges) {
    ObjectNode arguments = question.content();
    if (ranges.isEmpty() || ranges.getFirst().standsBesideCallsIn(arguments)) {
      return new Ruling.Silent();
    }
    return cut
        ? new Ruling.Changed(ranges.getFirst().cut(arguments, days, question.call().now()))
        : tooLong();
  }

  private Ruling ofNamed(String period) {
    Matcher lastDays = LAST_DAYS.matcher(period);
    int length =
        lastDays.matches()
            ? Integer.parseInt(lastDays.group(1))
            : PERIODS.getOrDefault(period, Integer.MAX_VALUE);
    return length <= days ? new Ruling.Silent() : tooLong();
  }

  private Ruling tooLong() {
    return new Ruling.Against(
        "At most %d days may be asked for at once; name a range that is no longer.".formatted(days),
        null);
  }
}
