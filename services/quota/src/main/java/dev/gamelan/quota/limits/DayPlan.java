package dev.gamelan.quota.limits;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a day's units are shared out: percentages of the day, and caps in units.
 *
 * @param control kept for control calls alone, as far as they have not spent it
 * @param interactive kept from background calls, as far as interactive ones have not spent it
 * @param background the most that background calls may spend
 * @param safety spent by nobody here, for programs that ask Gong without asking us
 * @param callerPerDay the most for each caller; null for no cap
 * @param toolPerDay the most for each tool; null for no cap
 * @param callers the most for these callers, whatever holds for others
 * @param tools the most for these tools, whatever holds for others
 */
public record DayPlan(
    int control,
    int interactive,
    int background,
    int safety,
    @Nullable Long callerPerDay,
    @Nullable Long toolPerDay,
    Map<String, Long> callers,
    Map<String, Long> tools) {
  private static final int MOST_CAPS = 200;

  /** Everything for everybody. */
  public static final DayPlan NONE = new DayPlan(0, 0, 100, 0, null, null, Map.of(), Map.of());

  public DayPlan {
    Rules.require(percent(control), "the control share is from 0 to 100");
    Rules.require(percent(interactive), "the interactive share is from 0 to 100");
    Rules.require(percent(background), "the background share is from 0 to 100");
    Rules.require(percent(safety), "the safety share is from 0 to 100");
    Rules.require(
        control + interactive + safety <= 100,
        "the control, interactive and safety shares are at most 100 together");
    Rules.require(callerPerDay == null || callerPerDay >= 0, "a caller's cap is not negative");
    Rules.require(toolPerDay == null || toolPerDay >= 0, "a tool's cap is not negative");
    callers = caps(callers);
    tools = caps(tools);
  }

  private static boolean percent(int share) {
    return share >= 0 && share <= 100;
  }

  private static Map<String, Long> caps(Map<String, Long> caps) {
    Rules.require(
        caps.size() <= MOST_CAPS, "at most %d callers or tools have caps".formatted(MOST_CAPS));
    caps.forEach(
        (name, cap) -> {
          Rules.require(
              !name.isBlank()
                  && name.length() <= 200
                  && name.chars().noneMatch(Character::isISOControl),
              "a capped name has 1 to 200 characters and no control characters");
          Rules.require(cap != null && cap >= 0, "the cap of " + name + " is not negative");
        });
    return Map.copyOf(caps);
  }

  /** The cap of a caller in units; -1 for none. */
  public long ofCaller(String caller) {
    return cap(callers.get(caller), callerPerDay);
  }

  /** The cap of a tool in units; -1 for none. */
  public long ofTool(String tool) {
    return cap(tools.get(tool), toolPerDay);
  }

  private static long cap(@Nullable Long own, @Nullable Long common) {
    if (own != null) {
      return own;
    }
    return common == null ? -1 : common;
  }
}
