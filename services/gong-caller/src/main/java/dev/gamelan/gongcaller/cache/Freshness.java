package dev.gamelan.gongcaller.cache;

import dev.gamelan.schemas.GongRequest;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/** How long the answer to a request is good; what is not known here is not kept at all. */
final class Freshness {
  private static final Set<String> SETTINGS =
      Set.of("/v2/users", "/v2/workspaces", "/v2/settings/scorecards", "/v2/settings/trackers");
  private static final Pattern ONE_USER = Pattern.compile("/v2/users/[0-9]{1,20}");
  private static final Pattern ONE_CALL = Pattern.compile("/v2/calls/[0-9]{1,20}");

  private final CacheProperties properties;

  Freshness(CacheProperties properties) {
    this.properties = properties;
  }

  /**
   * Zero where the answer is not to be kept.
   *
   * @param byIds whether it asks for what has certain ids, and so for nothing that is yet to come
   */
  Duration of(GongRequest request, boolean byIds) {
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
              : ONE_CALL.matcher(path).matches() ? properties.calls() : Duration.ZERO;
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
}
