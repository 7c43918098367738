package dev.gamelan.simulator.http;

import dev.gamelan.simulator.access.Grant;
import dev.gamelan.simulator.facts.OperationFacts.BodyKind;
import dev.gamelan.simulator.operations.Answer;
import dev.gamelan.simulator.operations.Ask;
import dev.gamelan.simulator.world.Worlds;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Puts a request through Gong's checks in their order, and lets its operation answer it. */
@Component
class Reception {
  private final Worlds worlds;
  private final JsonMapper json;

  Reception(Worlds worlds, JsonMapper json) {
    this.worlds = worlds;
    this.json = json;
  }

  Answer receive(
      Visit visit,
      Credentials.Admission admission,
      Routes.Direction direction,
      long secondsToWait) {
    return switch (admission) {
      case Credentials.TurnedAway(Answer answer) -> answer;
      case Credentials.LetIn(Grant grant) -> receive(visit, grant, direction, secondsToWait);
    };
  }

  private Answer receive(Visit visit, Grant grant, Routes.Direction direction, long secondsToWait) {
    if (secondsToWait > 0) {
      return tooManyRequests(Map.of(HttpHeaders.RETRY_AFTER, Long.toString(secondsToWait)));
    }
    return switch (direction) {
      case Routes.Nowhere() -> Answer.refused(404, "Not Found");
      case Routes.WrongMethod(String allowed) ->
          new Answer.Refused(
              405, List.of("Method Not Allowed"), Map.of(HttpHeaders.ALLOW, allowed), null);
      case Routes.Found found -> receive(visit, found, grant);
    };
  }

  static Answer tooManyRequests(Map<String, String> headers) {
    return new Answer.Refused(429, List.of("API request limit exceeded"), headers, null);
  }

  private Answer receive(Visit visit, Routes.Found found, Grant grant) {
    var facts = found.route().facts();
    if (!facts.scopes().isEmpty() && !grant.mayUse(facts.scopes().getFirst())) {
      return Answer.missingScope(facts.scopes().getFirst());
    }
    MediaType type = contentType(visit);
    if (!accepts(facts.body(), type)) {
      return Answer.refused(415, "Unsupported Media Type");
    }
    JsonNode body = null;
    if (facts.body() == BodyKind.JSON) {
      body = parse(visit.body());
      if (body == null || body.isMissingNode() || body.isNull()) {
        return Answer.refused(400, "Json parse error");
      }
    }
    List<Ask.Part> parts =
        facts.body() == BodyKind.MULTIPART ? Multipart.parts(type, visit.body()) : List.of();
    var ask = new Ask(facts, grant, found.pathValues(), visit.query(), body, parts);
    List<String> errors =
        found.route().shape().errors(ask.path(), ask.query(), body, ask.partNames());
    if (!errors.isEmpty()) {
      return Answer.refused(400, errors.stream().distinct().toList());
    }
    return worlds.with(facts.changesData(), world -> found.route().operation().answer(ask, world));
  }

  private static boolean accepts(BodyKind kind, @Nullable MediaType type) {
    return switch (kind) {
      case NONE -> true;
      case JSON -> type != null && MediaType.APPLICATION_JSON.includes(type);
      case MULTIPART -> type != null && MediaType.MULTIPART_FORM_DATA.includes(type);
    };
  }

  private static @Nullable MediaType contentType(Visit visit) {
    try {
      return visit.headers().getContentType();
    } catch (InvalidMediaTypeException unreadable) {
      return null;
    }
  }

  private @Nullable JsonNode parse(byte[] body) {
    try {
      return json.readTree(body);
    } catch (JacksonException unreadable) {
      return null;
    }
  }
}
