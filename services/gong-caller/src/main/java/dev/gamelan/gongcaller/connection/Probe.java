package dev.gamelan.gongcaller.connection;

import dev.gamelan.schemas.GongRequest;
import dev.gamelan.schemas.QueryParameter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One cheap request that reads and shows whether a scope is there. It asks for things that do not
 * exist wherever Gong lets it, so that its answer is short and shows nobody's data.
 *
 * @param path with its query, in plain text
 */
record Probe(String scope, String method, String path, @Nullable String body) {
  private static final String NO_CALL = "{\"filter\":{\"callIds\":[\"1\"]}}";
  private static final String MEDIA =
      "{\"filter\":{\"callIds\":[\"1\"]},"
          + "\"contentSelector\":{\"exposedFields\":{\"media\":true}}}";
  private static final String NO_USER_DATE =
      "{\"filter\":{\"fromDate\":\"%1$s\",\"toDate\":\"%2$s\",\"userIds\":[\"1\"]}}";
  private static final String NO_USER = "{\"filter\":{\"reviewedUserIds\":[\"1\"]}}";
  private static final String NO_TASK =
      "{\"filter\":{\"userId\":\"1\",\"types\":[\"FLOW\"],\"taskAction\":[\"CALL\"],"
          + "\"status\":[\"OPEN\"]}}";

  /** Whether Gong accepts the credentials at all: without side effects, and one unit of quota. */
  static final Probe KEY = get("api:workspaces:read", "/v2/workspaces");

  /** Scopes that only read, but for those that cost more than quota. */
  static final List<Probe> SCOPES =
      List.of(
          get("api:call-outcomes:read", "/v2/call-outcomes"),
          post("api:call-user-access:read", "/v2/calls/users-access", NO_CALL),
          get("api:calls:read:basic", "/v2/calls?fromDateTime=%3$s&toDateTime=%4$s"),
          post("api:calls:read:extensive", "/v2/calls/extensive", NO_CALL),
          post("api:calls:read:media-url", "/v2/calls/extensive", MEDIA),
          post("api:calls:read:transcript", "/v2/calls/transcript", NO_CALL),
          get("api:coaching:read", "/v2/coaching?workspace-id=1&manager-id=1&from=%3$s&to=%4$s"),
          new Probe(
              "api:crm:get-objects",
              "GET",
              "/v2/crm/entities?integrationId=1&objectType=DEAL&objectsCrmIds=1",
              "[\"1\"]"),
          get("api:crm:integrations:read", "/v2/crm/integrations"),
          get("api:crm:schema", "/v2/crm/entity-schema?integrationId=1&objectType=DEAL"),
          get("api:crm:upload", "/v2/crm/request-status?integrationId=1&clientRequestId=none"),
          get(
              "api:data-privacy:read",
              "/v2/data-privacy/data-for-email-address?emailAddress=nobody@example.invalid"),
          get("api:flows:read", "/v2/flows?flowOwnerEmail=nobody@example.invalid"),
          get("api:library:read", "/v2/library/folders?workspaceId=1"),
          get("api:logs:read", "/v2/logs?logType=AccessLog&fromDateTime=%3$s&toDateTime=%4$s"),
          get("api:settings:scorecards:read", "/v2/settings/scorecards"),
          get("api:settings:trackers:read", "/v2/settings/trackers"),
          post("api:stats:interaction", "/v2/stats/interaction", NO_USER_DATE),
          post("api:stats:scorecards", "/v2/stats/activity/scorecards", NO_USER),
          post("api:stats:user-actions", "/v2/stats/activity/aggregate", NO_USER_DATE),
          post("api:stats:user-actions:detailed", "/v2/stats/activity/day-by-day", NO_USER_DATE),
          post("api:tasks:read", "/v2/tasks", NO_TASK),
          get("api:users:read", "/v2/users/1"));

  /** Those that cannot be tried without changing something, or without paying for it. */
  static final List<String> UNTRIED =
      List.of(
          "api:ai-ask:read",
          "api:ai-briefer:read",
          "api:call-user-access:write",
          "api:calls:create",
          "api:crm:integration:delete",
          "api:crm:integration:register",
          "api:data-privacy:delete",
          "api:digital-interactions:write",
          "api:engagement-data:write",
          "api:flows:write",
          "api:integration-settings:write",
          "api:meetings:integration:status",
          "api:meetings:user:create",
          "api:meetings:user:delete",
          "api:meetings:user:update",
          "api:tasks:write");

  /** What Gong answers to those who may ask for something that is not there. */
  int notThere() {
    return scope.equals("api:call-user-access:read") ? 400 : 404;
  }

  /** How Gong knows it, such as {@code GET /v2/users/{id}}. */
  String operation() {
    String bare = path.replaceFirst("\\?.*", "");
    return method + ' ' + (bare.equals("/v2/users/1") ? "/v2/users/{id}" : bare);
  }

  /** Ranges are of one minute, an hour ago; days are over wherever the company is. */
  GongRequest request(Instant now) {
    Instant from = now.minus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.MINUTES);
    Instant to = from.plus(1, ChronoUnit.MINUTES);
    String date = day(from.minus(2, ChronoUnit.DAYS));
    String nextDate = day(from.minus(1, ChronoUnit.DAYS));
    String[] parts = path.split("\\?", 2);
    List<QueryParameter> query = new ArrayList<>();
    if (parts.length == 2) {
      for (String pair : parts[1].formatted(date, nextDate, from, to).split("&")) {
        String[] both = pair.split("=", 2);
        query.add(new QueryParameter(both[0], both[1]));
      }
    }
    return GongRequest.newBuilder()
        .setMethod(method)
        .setPath(parts[0])
        .setQuery(query)
        .setBody(body == null ? null : body.formatted(date, nextDate))
        .build();
  }

  private static String day(Instant moment) {
    return moment.toString().substring(0, 10);
  }

  private static Probe get(String scope, String path) {
    return new Probe(scope, "GET", path, null);
  }

  private static Probe post(String scope, String path, String body) {
    return new Probe(scope, "POST", path, body);
  }
}
