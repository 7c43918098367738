package dev.gamelan.toolrouter.catalog;

import dev.gamelan.schemas.Effect;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads what Gong answered: its 404 for an empty list, its 401 for a missing scope, its errors. */
public final class AnswerReading {
  private static final int MAX_ERROR_TEXT = 600;
  private static final int MAX_ERRORS = 5;
  private static final Pattern SCOPE = Pattern.compile("api:[a-z][a-z:-]{1,60}");

  /** Numbers keep all their digits: Gong's integration ids do not fit a double. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(64)
                          .maxDocumentLength(16L * 1024 * 1024)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  /**
   * Never throws, whatever the body holds.
   *
   * @param gongRequestId from the answer's header; used where the body names none
   */
  public GongAnswer read(Tool tool, int httpStatus, byte[] body, @Nullable String gongRequestId) {
    ObjectNode answer = object(body);
    String requestId = requestId(answer, gongRequestId);
    if (httpStatus >= 200 && httpStatus < 300) {
      return done(answer, body.length, requestId);
    }
    List<String> errors = errorsIn(answer);
    String said = said(errors);
    NothingFound nothingFound = tool.nothingFound();
    if (httpStatus == 404
        && nothingFound != null
        && errors.stream().anyMatch(nothingFound::isSaidBy)) {
      return new GongAnswer.NothingMatches(empty(tool, nothingFound, requestId), requestId);
    }
    if (httpStatus == 401) {
      List<String> scopes = scopesIn(errors);
      if (!scopes.isEmpty()) {
        return missingScope(scopes, requestId);
      }
    }
    boolean worthRetrying =
        httpStatus == 429 || (httpStatus >= 500 && tool.effect() == Effect.READ);
    return new GongAnswer.Refused(
        httpStatus, StatusSentence.of(tool, httpStatus) + said, worthRetrying, requestId);
  }

  private static GongAnswer done(
      @Nullable ObjectNode answer, int length, @Nullable String requestId) {
    if (answer != null) {
      return new GongAnswer.Result(answer, requestId);
    }
    if (length == 0) {
      ObjectNode nothing = JsonNodeFactory.instance.objectNode();
      return new GongAnswer.Result(nothing.put("requestId", requestId), requestId);
    }
    return new GongAnswer.Unreadable(
        "Gong did what was asked, but its answer of %,d bytes is not a JSON object."
            .formatted(length),
        requestId);
  }

  private static ObjectNode empty(
      Tool tool, NothingFound nothingFound, @Nullable String requestId) {
    ObjectNode empty = JsonNodeFactory.instance.objectNode();
    empty.put("requestId", requestId);
    if (tool.paged()) {
      empty
          .putObject("records")
          .put("totalRecords", 0)
          .put("currentPageSize", 0)
          .put("currentPageNumber", 0);
    }
    empty.putArray(nothingFound.list());
    return empty;
  }

  private static GongAnswer.MissingScope missingScope(
      List<String> scopes, @Nullable String requestId) {
    String named = String.join(" and ", scopes);
    return new GongAnswer.MissingScope(
        scopes,
        ("The company's Gong API key lacks the scope %s, so Gong refused this call; trying again"
                + " does not help. A technical administrator of Gong can add the scope to the key"
                + " in Gong's Admin center under Settings, Ecosystem, API.")
            .formatted(named),
        requestId);
  }

  /** Null where it is no JSON object. */
  public static @Nullable ObjectNode object(byte[] body) {
    try {
      return MAPPER.readTree(body) instanceof ObjectNode object ? object : null;
    } catch (JacksonException | NumberFormatException notJson) {
      return null;
    }
  }

  private static @Nullable String requestId(
      @Nullable ObjectNode answer, @Nullable String fromHeader) {
    JsonNode inBody =
        answer == null ? JsonNodeFactory.instance.missingNode() : answer.path("requestId");
    String known = inBody.isString() ? inBody.stringValue() : fromHeader;
    return known == null ? null : bounded(known);
  }

  private static List<String> errorsIn(@Nullable ObjectNode answer) {
    if (answer == null) {
      return List.of();
    }
    return answer
        .path("errors")
        .valueStream()
        .filter(JsonNode::isString)
        .map(error -> bounded(error.stringValue()))
        .limit(MAX_ERRORS)
        .toList();
  }

  private static String said(List<String> errors) {
    return errors.isEmpty()
        ? ""
        : errors.stream().collect(Collectors.joining("; ", " Gong said: ", ""));
  }

  private static List<String> scopesIn(List<String> errors) {
    return errors.stream()
        .flatMap(error -> SCOPE.matcher(error).results().map(MatchResult::group))
        .distinct()
        .toList();
  }

  /** Gong's own words, without what would let them pass for something else. */
  private static String bounded(String text) {
    String oneLine = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return oneLine.length() <= MAX_ERROR_TEXT
        ? oneLine
        : oneLine.substring(0, MAX_ERROR_TEXT) + "…";
  }
}
