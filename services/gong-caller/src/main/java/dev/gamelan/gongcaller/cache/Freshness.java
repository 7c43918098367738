package dev.gamelan.gongcaller.cache;

import dev.gamelan.schemas.GongRequest;
import dev.gamelan.schemas.QueryParameter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** How long the answer to a request is good; what is not known here is not kept at all. */
final class Freshness {
  private static final Set<String> SETTINGS =
      Set.of("/v2/users", "/v2/workspaces", "/v2/settings/scorecards", "/v2/settings/trackers");
  private static final Pattern ONE_USER = Pattern.compile("/v2/users/[0-9]{1,20}");
  private static final Pattern ONE_CALL = Pattern.compile("/v2/calls/[0-9]{1,20}");

  /** Gong lists a call when it is recorded, and so most of them by then. */
  private static final Duration UNTIL_LISTED = Duration.ofHours(1);

  private final CacheProperties properties;

  Freshness(CacheProperties properties) {
    this.properties = properties;
  }

  /**
   * Zero where the answer is not to be kept.
   *
   * @param byIds whether it asks for what has certain ids, and so for nothing that is yet to come
   * @param now when it is asked
   */
  Duration of(GongRequest request, boolean byIds, Instant now) {
    String path = request.getPath();
    String body = request.getBody() == null ? "" : request.getBody();
    // The way to a next page is good for some minutes only.
    if (body.contains("\"cursor\"")
        || request.getQuery().stream().anyMatch(one -> one.getName().equals("cursor"))) {
      return Duration.ZERO;
    }
    return switch (request.getMethod()) {
      case "GET" ->
          SETTINGS.contains(path) || ONE_USER.matcher(path).matches()
              ? properties.people()
              : ONE_CALL.matcher(path).matches() || listsThePast(request, now)
                  ? properties.calls()
                  : Duration.ZERO;
      case "POST" ->
          switch (path) {
            case "/v2/users/extensive" -> properties.people();
            case "/v2/calls/transcript" -> byIds ? properties.transcripts() : Duration.ZERO;
            // Links to media end by themselves.
            case "/v2/calls/extensive" ->
                byIds && !body.contains("\"media\"") ? properties.calls() : Duration.ZERO;
            default -> Duration.ZERO;
          };
      default -> Duration.ZERO;
    };
  }

  /**
   * The same where Gong says 404, as it does where nothing is in a list. What is asked for by its
   * id may be there the next moment.
   */
  Duration ofNothing(GongRequest request, Instant now) {
    return listsThePast(request, now) ? of(request, false, now) : Duration.ZERO;
  }

  /** Who asks for calls up to now looks for new ones, and is to find them at once. */
  private static boolean listsThePast(GongRequest request, Instant now) {
    if (!request.getPath().equals("/v2/calls")) {
      return false;
    }
    List<String> ends =
        request.getQuery().stream()
            .filter(one -> one.getName().equals("toDateTime"))
            .map(QueryParameter::getValue)
            .toList();
    return ends.size() == 1 && isBefore(ends.getFirst(), now.minus(UNTIL_LISTED));
  }

  private static boolean isBefore(String end, Instant moment) {
    try {
      return OffsetDateTime.parse(end).toInstant().isBefore(moment);
    } catch (DateTimeException unreadable) {
      return false;
    }
  }
}
