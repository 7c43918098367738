package dev.gamelan.toolrouter.mcp;

import dev.gamelan.identity.Caller;
import dev.gamelan.toolrouter.json.BoundedJson;
import dev.gamelan.toolrouter.mcp.offer.Era;
import dev.gamelan.toolrouter.mcp.offer.Offer;
import dev.gamelan.toolrouter.mcp.offer.Visitor;
import dev.gamelan.toolrouter.mcp.session.Session;
import dev.gamelan.toolrouter.mcp.session.Sessions;
import dev.gamelan.toolrouter.mcp.stream.StreamWriter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** MCP over HTTP: each message its own POST, answered at any instance. */
@RestController
class McpEndpoint {
  private final Offer offer;
  private final BoundedJson json;
  private final Sessions sessions;
  private final Answering answering;
  private final ClientMessages messages;
  private final McpWriter writer;

  McpEndpoint(
      Offer offer,
      BoundedJson json,
      Sessions sessions,
      Answering answering,
      ClientMessages messages,
      McpWriter writer) {
    this.offer = offer;
    this.json = json;
    this.sessions = sessions;
    this.answering = answering;
    this.messages = messages;
    this.writer = writer;
  }

  @PostMapping({"/mcp", "/mcp/{connection}"})
  Mono<Void> post(
      ServerHttpRequest request,
      ServerHttpResponse response,
      Caller caller,
      @PathVariable(required = false) @Nullable String connection) {
    if (connection != null && !offer.knows(connection)) {
      return unread(response, "There is no connection of this name.", HttpStatus.NOT_FOUND);
    }
    if (!McpHeaders.jsonComes(request.getHeaders())) {
      return refused(
          response, "The body must be application/json.", HttpStatus.UNSUPPORTED_MEDIA_TYPE);
    }
    return json.read(
        request,
        body ->
            switch (body) {
              case BoundedJson.Body.TooLarge tooLarge ->
                  unread(response, tooLarge.sentence(), HttpStatus.CONTENT_TOO_LARGE);
              case BoundedJson.Body.TooSlow tooSlow ->
                  unread(response, tooSlow.sentence(), HttpStatus.REQUEST_TIMEOUT);
              case BoundedJson.Body.TooMany(String sentence, Duration retryAfter) -> {
                response
                    .getHeaders()
                    .set(HttpHeaders.RETRY_AFTER, String.valueOf(retryAfter.toSeconds()));
                yield unread(response, sentence, HttpStatus.SERVICE_UNAVAILABLE);
              }
              case BoundedJson.Body.Malformed malformed ->
                  failed(response, null, McpError.parse(malformed.sentence()));
              case BoundedJson.Body.Json(JsonNode value) ->
                  received(
                      McpMessage.of(value),
                      request.getHeaders(),
                      response,
                      new Visitor(caller, connection));
            });
  }

  private Mono<Void> received(
      McpMessage message, HttpHeaders headers, ServerHttpResponse response, Visitor visitor) {
    Caller caller = visitor.caller();
    return switch (message) {
      case McpMessage.Invalid(var id, var error) -> failed(response, id, error);
      case McpMessage.Response answer -> answered(answer, headers, response, caller);
      case McpMessage.Notification(var method, var params) ->
          switch (EraRules.notification(McpHeaders.of(headers), method, params)) {
            case EraRules.Ruling.Breaks(var error) -> failed(response, null, error);
            case EraRules.Ruling.Speaks(var era) ->
                notified(era, method, params, headers, response, caller);
          };
      case McpMessage.Request(var id, var method, var params) ->
          switch (EraRules.request(McpHeaders.of(headers), method, params)) {
            case EraRules.Ruling.Breaks(var error) -> failed(response, id, error);
            case EraRules.Ruling.Speaks(var era) ->
                asked(era, id, method, params, headers, response, visitor);
          };
    };
  }

  private Mono<Void> asked(
      Era era,
      JsonNode id,
      String method,
      ObjectNode params,
      HttpHeaders headers,
      ServerHttpResponse response,
      Visitor visitor) {
    Caller caller = visitor.caller();
    String shown = method.equals("initialize") ? null : sessionId(era, headers);
    Session session = shown == null ? null : sessions.open(shown, caller).orElse(null);
    if (shown != null && session == null) {
      return failed(response, id, McpError.noSession());
    }
    return answering.answer(
        new McpRequest(
            era,
            id,
            method,
            params,
            caller,
            visitor.connection(),
            client(params, headers),
            session),
        response);
  }

  private Mono<Void> notified(
      Era era,
      String method,
      ObjectNode params,
      HttpHeaders headers,
      ServerHttpResponse response,
      Caller caller) {
    String shown = sessionId(era, headers);
    Session session = shown == null ? null : sessions.open(shown, caller).orElse(null);
    if (shown != null && session == null) {
      return failed(response, null, McpError.noSession());
    }
    if (session != null && method.equals("notifications/cancelled")) {
      messages.cancelled(session, params.path("requestId"));
    }
    return accepted(response);
  }

  /** Without a session nobody was asked, and there is nobody to pass an answer to. */
  private Mono<Void> answered(
      McpMessage.Response answer, HttpHeaders headers, ServerHttpResponse response, Caller caller) {
    String shown = sessionId(Era.LEGACY, headers);
    Session session = shown == null ? null : sessions.open(shown, caller).orElse(null);
    if (shown != null && session == null) {
      return failed(response, null, McpError.noSession());
    }
    return session == null || messages.answered(session, answer)
        ? accepted(response)
        : refused(response, "The answer is too long.", HttpStatus.CONTENT_TOO_LARGE);
  }

  private static @Nullable String sessionId(Era era, HttpHeaders headers) {
    return era == Era.MODERN ? null : headers.getFirst(Answering.SESSION);
  }

  private static Mono<Void> accepted(ServerHttpResponse response) {
    response.setStatusCode(HttpStatus.ACCEPTED);
    return response.setComplete();
  }

  /** The rest of the body is not waited for. */
  private Mono<Void> unread(ServerHttpResponse response, String sentence, HttpStatus status) {
    response.getHeaders().setConnection("close");
    return refused(response, sentence, status);
  }

  private Mono<Void> refused(ServerHttpResponse response, String sentence, HttpStatus status) {
    return failed(response, null, McpError.invalidRequest(sentence, status));
  }

  private Mono<Void> failed(ServerHttpResponse response, @Nullable JsonNode id, McpError error) {
    McpWriter.Written written = writer.error(id, error);
    return StreamWriter.answer(response, written.status(), written.json());
  }

  private static @Nullable String client(ObjectNode params, HttpHeaders headers) {
    JsonNode said = params.path("_meta").path(EraRules.META_CLIENT).path("name");
    String name = said.isString() ? said.stringValue() : headers.getFirst(HttpHeaders.USER_AGENT);
    return name == null || name.length() <= 200 ? name : name.substring(0, 200);
  }
}
