package dev.gamelan.toolrouter.toolcall;

import dev.gamelan.identity.Caller;
import dev.gamelan.toolrouter.catalog.KeyArgument;
import dev.gamelan.toolrouter.json.BoundedJson;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Tool calls for programs, over plain HTTP. */
@RestController
class ToolCallEndpoint {
  private static final int LONGEST_CLIENT = 200;
  private static final Set<String> FIELDS =
      Set.of("tool", "arguments", "connection", "deadlineMs", "confirm");
  private static final int LONGEST_NAME = 128;

  private final ToolCalls calls;
  private final ToolCallHandler handler;
  private final PastCalls past;
  private final StepUp stepUp;
  private final BoundedJson json;
  private final Clock clock;

  ToolCallEndpoint(
      ToolCalls calls,
      ToolCallHandler handler,
      PastCalls past,
      StepUp stepUp,
      BoundedJson json,
      Clock clock) {
    this.calls = calls;
    this.handler = handler;
    this.past = past;
    this.stepUp = stepUp;
    this.json = json;
    this.clock = clock;
  }

  @PostMapping("/v1/tool-calls")
  Mono<ResponseEntity<?>> call(ServerHttpRequest request, Caller caller) {
    return json.read(
        request,
        body ->
            switch (body) {
              case BoundedJson.Body.TooLarge tooLarge ->
                  unread(HttpStatus.CONTENT_TOO_LARGE, tooLarge.sentence(), null);
              case BoundedJson.Body.TooSlow tooSlow ->
                  unread(HttpStatus.REQUEST_TIMEOUT, tooSlow.sentence(), null);
              case BoundedJson.Body.TooMany(String sentence, Duration retryAfter) ->
                  unread(HttpStatus.SERVICE_UNAVAILABLE, sentence, retryAfter);
              case BoundedJson.Body.Malformed malformed ->
                  problem(HttpStatus.BAD_REQUEST, malformed.sentence());
              case BoundedJson.Body.Json(JsonNode value) -> call(request, caller, value);
            });
  }

  private Mono<ResponseEntity<?>> call(ServerHttpRequest request, Caller caller, JsonNode body) {
    String wrong = wrong(body);
    if (wrong != null) {
      return problem(HttpStatus.BAD_REQUEST, wrong);
    }
    MaxAge maxAge = MaxAge.ofHeaders(request.getHeaders());
    if (maxAge instanceof MaxAge.Unreadable(String sentence)) {
      return problem(HttpStatus.BAD_REQUEST, sentence);
    }
    KeyHeader key = KeyHeader.of(request.getHeaders());
    if (key instanceof KeyHeader.Unreadable(String sentence)) {
      return problem(HttpStatus.BAD_REQUEST, sentence);
    }
    JsonNode deadline = body.path("deadlineMs");
    ToolCall begun =
        calls.begin(
            caller,
            body.path("tool").stringValue(),
            body.get("arguments"),
            body.path("connection").stringValue(null),
            deadline.isIntegralNumber() ? Duration.ofMillis(deadline.longValue()) : null,
            client(request),
            Map.of());
    if (key instanceof KeyHeader.Key(String said)
        && begun.key() != null
        && !said.equals(begun.key())) {
      return problem(
          HttpStatus.BAD_REQUEST,
          "%s and the argument %s name different keys; one of them is enough."
              .formatted(KeyHeader.NAME, KeyArgument.NAME));
    }
    ToolCall call = begun.within(maxAge.orNull()).under(key.orNull());
    return handler
        .call(body.path("confirm").asBoolean(false) ? call.confirm() : call)
        .map(
            answer ->
                HttpAnswer.of(
                    answer,
                    clock.instant(),
                    stepUp.challenge(caller, answer.outcome()).orElse(null)));
  }

  private static @Nullable String wrong(JsonNode body) {
    if (!body.isObject()) {
      return "The body must be a JSON object such as {\"tool\": \"…\", \"arguments\": {…}}.";
    }
    if (!isName(body.path("tool"))) {
      return "tool must be the name of a tool.";
    }
    JsonNode connection = body.path("connection");
    if (!connection.isMissingNode() && !connection.isNull() && !isName(connection)) {
      return "connection must be the name of a connection.";
    }
    JsonNode deadline = body.path("deadlineMs");
    if (!deadline.isMissingNode()
        && !deadline.isNull()
        && !(deadline.isIntegralNumber() && deadline.canConvertToInt())) {
      return "deadlineMs must be a whole number of milliseconds.";
    }
    JsonNode confirm = body.path("confirm");
    if (!confirm.isMissingNode() && !confirm.isBoolean()) {
      return "confirm must be true or false.";
    }
    for (String name : body.propertyNames()) {
      if (!FIELDS.contains(name)) {
        return "The body may have tool, arguments, connection, deadlineMs and confirm, nothing"
            + " else.";
      }
    }
    return null;
  }

  private static boolean isName(JsonNode given) {
    return given.isString() && given.stringValue().length() <= LONGEST_NAME;
  }

  @GetMapping("/v1/tool-calls/{callId}")
  ResponseEntity<?> past(@PathVariable String callId, Caller caller) {
    return past.find(callId, caller)
        .<ResponseEntity<?>>map(answer -> HttpAnswer.of(answer, clock.instant()))
        .orElseGet(
            () ->
                problemNow(
                    HttpStatus.NOT_FOUND,
                    "No answer is known by this id: the call is unfinished, was made by someone"
                        + " else, or ended too long ago."));
  }

  private static @Nullable String client(ServerHttpRequest request) {
    String agent = request.getHeaders().getFirst(HttpHeaders.USER_AGENT);
    return agent == null || agent.length() <= LONGEST_CLIENT
        ? agent
        : agent.substring(0, LONGEST_CLIENT);
  }

  /** The rest of the body is not waited for. */
  private static Mono<ResponseEntity<?>> unread(
      HttpStatus status, String sentence, @Nullable Duration retryAfter) {
    ResponseEntity.BodyBuilder response =
        ResponseEntity.status(status).header(HttpHeaders.CONNECTION, "close");
    if (retryAfter != null) {
      response.header(HttpHeaders.RETRY_AFTER, String.valueOf(retryAfter.toSeconds()));
    }
    return Mono.just(problem(response, status, sentence));
  }

  private static Mono<ResponseEntity<?>> problem(HttpStatus status, String sentence) {
    return Mono.just(problemNow(status, sentence));
  }

  private static ResponseEntity<?> problemNow(HttpStatus status, String sentence) {
    return problem(ResponseEntity.status(status), status, sentence);
  }

  private static ResponseEntity<?> problem(
      ResponseEntity.BodyBuilder response, HttpStatus status, String sentence) {
    // Named, because a client that also takes streams of events would otherwise be sent one.
    return response
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(ProblemDetail.forStatusAndDetail(status, sentence));
  }
}
