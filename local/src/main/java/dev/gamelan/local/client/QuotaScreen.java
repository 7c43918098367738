package dev.gamelan.local.client;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** What quota tells of a connection, as lines for people to read. */
final class QuotaScreen {
  private static final int BAR = 40;
  private static final int MOST_NAMES = 8;

  private final ZoneId zone;
  private final List<String> lines = new ArrayList<>();

  QuotaScreen(ZoneId zone) {
    this.zone = zone;
  }

  List<String> of(JsonNode quota, JsonNode limits, Instant now) {
    lines.clear();
    day(quota, now);
    pace(quota, now);
    lane(quota.path("lane"), now);
    spenders("caller", quota.path("byCaller"), limits.path("callers"));
    spenders("tool", quota.path("byTool"), limits.path("tools"));
    return List.copyOf(lines);
  }

  private void day(JsonNode quota, Instant now) {
    long perDay = quota.path("perDay").asLong();
    long spent = quota.path("spent").asLong();
    int filled = perDay == 0 ? BAR : Math.clamp(spent * BAR / perDay, 0, BAR);
    line(
        "%s   day  [%s%s] %d of %d spent, %d left for interactive calls",
        quota.path("connection").asString(),
        "#".repeat(filled),
        ".".repeat(BAR - filled),
        spent,
        perDay,
        quota.path("left").asLong());
    JsonNode shares = quota.path("byClass");
    line(
        "  control %d (%d kept)   interactive %d (%d kept)   background %d (at most %d)",
        shares.path("control").asLong(),
        shares.path("controlKept").asLong(),
        shares.path("interactive").asLong(),
        shares.path("interactiveKept").asLong(),
        shares.path("background").asLong(),
        shares.path("backgroundMost").asLong());
    if (quota.path("foreign").asLong() > 0) {
      line("  others are taken to have spent %d", quota.path("foreign").asLong());
    }
    if (present(quota.path("nextFreeAt"))) {
      line("  the day is spent; the next unit comes free %s", at(quota.path("nextFreeAt"), now));
    } else if (present(quota.path("runsOutAt"))) {
      line("  at the rate of the last hour it runs out %s", at(quota.path("runsOutAt"), now));
    } else {
      line("  at the rate of the last hour it does not run out");
    }
  }

  private void pace(JsonNode quota, Instant now) {
    double perSecond = quota.path("perSecond").asDouble();
    double pace = quota.path("pace").asDouble(1);
    if (!quota.path("enforced").asBoolean(true)) {
      line("pace  LIMITS ARE OFF");
    } else if (pace < 1) {
      line(
          "pace  %.2f of %.0f a second: Gong had too many, and the rate is coming back",
          perSecond * pace, perSecond);
    } else {
      line("pace  %.0f a second", perSecond);
    }
    if (present(quota.path("frozenUntil"))) {
      boolean day = quota.path("frozenBecause").asString().equals("day");
      line(
          "  nothing is granted until %s, because %s",
          at(quota.path("frozenUntil"), now),
          day ? "Gong says that its day is spent" : "Gong asked for a pause");
    }
  }

  private void lane(JsonNode lane, Instant now) {
    if (!present(lane)) {
      line("lane  nobody has asked for anything yet");
      return;
    }
    line(
        "lane  %d queued, %d in flight, %.2f starts/s, answers in %d ms, %.2f answers per request",
        lane.path("queued").asInt(),
        lane.path("inFlight").asInt(),
        lane.path("startsPerSecond").asDouble(),
        lane.path("answerMillis").asLong(),
        lane.path("answersPerRequest").asDouble(1));
    if (present(lane.path("held"))) {
      line("  %s", lane.path("held").asString());
    }
    for (JsonNode waiting : lane.path("callers")) {
      line(
          "  %-24s %-12s %5d waiting, the first for %s",
          waiting.path("caller").asString(),
          waiting.path("callClass").asString().toLowerCase(Locale.ROOT),
          waiting.path("calls").asInt(),
          lasting(Duration.between(Instant.parse(waiting.path("since").asString()), now)));
    }
  }

  private void spenders(String what, JsonNode counts, JsonNode caps) {
    counts.properties().stream()
        .limit(MOST_NAMES)
        .forEach(
            count -> {
              JsonNode cap = caps.path(count.getKey());
              line(
                  "%-6s %-40s %6d%s",
                  what,
                  count.getKey(),
                  count.getValue().asLong(),
                  present(cap) ? " of " + cap.asLong() : "");
            });
  }

  private String at(JsonNode moment, Instant now) {
    Instant then = Instant.parse(moment.asString());
    return "%s (in %s)"
        .formatted(
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).format(then.atZone(zone)),
            lasting(Duration.between(now, then)));
  }

  private static String lasting(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    if (seconds < 120) {
      return seconds + " s";
    }
    return seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
  }

  private static boolean present(JsonNode node) {
    return !node.isNull() && !node.isMissingNode();
  }

  private void line(String format, Object... values) {
    lines.add(String.format(Locale.ROOT, format, values));
  }
}
