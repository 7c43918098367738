package dev.gamelan.toolrouter.policy.builtin;

import dev.gamelan.toolrouter.policy.facts.Action;
import dev.gamelan.toolrouter.policy.facts.Question;
import dev.gamelan.toolrouter.policy.facts.When;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Whatever changes something at Gong waits for these hours. */
record WriteHours(ZoneId zone, Set<DayOfWeek> days, LocalTime from, LocalTime to)
    implements BuiltIn {
  private static final int LONGEST_GAP = 8;

  static WriteHours read(Settings settings) {
    try {
      ZoneId zone = ZoneId.of(settings.neededText("zone", 60, "Europe/Berlin"));
      LocalTime from = LocalTime.parse(settings.neededText("from", 8, "08:00"));
      LocalTime to = LocalTime.parse(settings.neededText("to", 8, "18:00"));
      if (!from.isBefore(to)) {
        throw new WrongSettingException("builtIn.from must be before builtIn.to");
      }
      return new WriteHours(zone, days(settings.texts("days", 7, 9)), from, to);
    } catch (DateTimeException wrong) {
      throw new WrongSettingException(
          "builtIn.zone must be a time zone such as Europe/Berlin, and from and to times such as 08:00");
    }
  }

  private static Set<DayOfWeek> days(List<String> written) {
    EnumSet<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String name : written) {
      for (DayOfWeek day : DayOfWeek.values()) {
        if (day.name().equals(name.toUpperCase(Locale.ROOT))) {
          days.add(day);
        }
      }
    }
    if (days.size() != written.size()) {
      throw new WrongSettingException("builtIn.days must be days such as MONDAY, each once");
    }
    return days.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : days;
  }

  @Override
  public When when() {
    return When.BEFORE;
  }

  @Override
  public Action action() {
    return Action.DENY;
  }

  @Override
  public Ruling rule(Question question) {
    if (!question.call().tool().changesSomething()) {
      return new Ruling.Silent();
    }
    ZonedDateTime now = question.call().now().atZone(zone);
    LocalTime time = now.toLocalTime();
    if (days.contains(now.getDayOfWeek()) && !time.isBefore(from) && time.isBefore(to)) {
      return new Ruling.Silent();
    }
    return new Ruling.Against(
        "Changes at Gong are made from %s to %s (%s) on %s."
            .formatted(from, to, zone, String.join(", ", days.stream().map(Enum::name).toList())),
        next(now).toInstant());
  }

  private ZonedDateTime next(ZonedDateTime now) {
    for (int later = 0; later < LONGEST_GAP; later++) {
      ZonedDateTime opens = now.toLocalDate().plusDays(later).atTime(from).atZone(zone);
      if (days.contains(opens.getDayOfWeek()) && opens.isAfter(now)) {
        return opens;
      }
    }
    throw new IllegalStateException("a week has no opening");
  }
}
