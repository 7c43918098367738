package dev.gamelan.benchmarks.load;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The questions that the benchmark asks. */
public final class Questions {
  private static final String READER = "reader";
  private static final Instant TO = Instant.now().truncatedTo(ChronoUnit.DAYS);

  private Questions() {}

  /** Another one for each number: shared with nobody and kept nowhere. */
  public static Question distinct(int number) {
    return callsBetween(TO.minus(60, ChronoUnit.DAYS).minusSeconds(number), TO);
  }

  public static Question callsOfDay(int day) {
    Instant end = TO.minus(day, ChronoUnit.DAYS);
    return callsBetween(end.minus(1, ChronoUnit.DAYS), end);
  }

  /** Calls that share a few requests, so that much is run for the first time and little spent. */
  public static List<OpenLoop.Planned> alike(double perSecond, double seconds) {
    return OpenLoop.evenly(perSecond, seconds, number -> callsOfDay(number % 3));
  }

  private static Question callsBetween(Instant from, Instant to) {
    return new Question(
        READER,
        "gong_list_calls",
        "{\"fromDateTime\":\"%s\",\"toDateTime\":\"%s\"}".formatted(from, to),
        "GET",
        "/v2/calls?fromDateTime=%s&toDateTime=%s".formatted(encoded(from), encoded(to)),
        null);
  }

  private static String encoded(Instant moment) {
    return URLEncoder.encode(moment.toString(), StandardCharsets.UTF_8);
  }

  public static Question call(String id) {
    return new Question(
        READER, "gong_get_call", "{\"id\":\"%s\"}".formatted(id), "GET", "/v2/calls/" + id, null);
  }

  public static Question details(String id) {
    return byFilter("gong_list_calls_extensive", "/v2/calls/extensive", id);
  }

  public static Question transcript(String id) {
    return byFilter("gong_get_call_transcripts", "/v2/calls/transcript", id);
  }

  private static Question byFilter(String tool, String path, String id) {
    String body = "{\"filter\":{\"callIds\":[\"%s\"]}}".formatted(id);
    return new Question(READER, tool, body, "POST", path, body);
  }

  public static Question user(String id) {
    return new Question(
        READER, "gong_get_user", "{\"id\":\"%s\"}".formatted(id), "GET", "/v2/users/" + id, null);
  }

  /** What an agent looks up first: who and what there is. */
  public static Question setting(int number) {
    return switch (number % 4) {
      case 0 -> plain("gong_list_users", "/v2/users");
      case 1 -> plain("gong_list_workspaces", "/v2/workspaces");
      case 2 -> plain("gong_list_scorecards", "/v2/settings/scorecards");
      default -> plain("gong_list_trackers", "/v2/settings/trackers");
    };
  }

  private static Question plain(String tool, String path) {
    return new Question(READER, tool, "{}", "GET", path, null);
  }

  /** A write that Gong does not know again when it comes twice. */
  public static Question meeting(String title, String organizer) {
    String body =
        """
        {"startTime":"2027-01-04T09:00:00Z","endTime":"2027-01-04T09:30:00Z","title":"%s",
         "organizerEmail":"%s","invitees":[{"displayName":"A guest","email":"guest@example.com"}]}"""
            .formatted(title, organizer);
    return new Question("writer", "gong_add_meeting", body, "POST", "/v2/meetings", body);
  }
}
