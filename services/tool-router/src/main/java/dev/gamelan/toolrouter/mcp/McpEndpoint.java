package dev.gamelan.toolrouter.mcp;

import dev.gamelan.identity.Caller;
import dev.gamelan.toolrouter.json.BoundedJson;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** MCP over HTTP: each message its own POST, each answer its own JSON, nothing remembered. */
@RestController
@EnableConfigurationProperties(McpProperties.class)
class McpEndpoint {
  private static final Logger log = LoggerFactory.getLogger(McpEndpoint.class);

  private final McpMethods methods;
  private final BoundedJson json;
  private final JsonMapper mapper;

  McpEndpoint(McpMethods methods, BoundedJson json, JsonMapper mapper) {
    this.methods = methods;
    this.json = json;
    this.mapper = mapper;
  }

  /** No stream is offered and no session is kept, so there is nothing to get or to delete. */
  @RequestMapping(
      path = "/mcp",
      method = {RequestMethod.GET, RequestMethod.DELETE, RequestMethod.PUT, RequestMethod.PATCH})
  ResponseEntity<Void> notAllowed() {
    return ResponseEntity.status(HttpStatus.METHOD_NOT_ALLOWED).allow(HttpMethod.POST).build();
  }

  @PostMapping("/mcp")
  Mono<ResponseEntity<byte[]>> post(ServerHttpRequest request, Caller caller) {
    MediaType type = request.getHeaders().getContentType();
    if (type == null || !MediaType.APPLICATION_JSON.isCompatibleWith(type)) {
      return Mono.just(
          failed(
              null,
              McpError.invalidRequest(
                  "The body must be application/json.", HttpStatus.UNSUPPORTED_MEDIA_TYPE)));
    }
    return json.read(request)
        .flatMap(
            body ->
                switch (body) {
                  case BoundedJson.Body.TooLarge tooLarge ->
                      refused(tooLarge.sentence(), HttpStatus.CONTENT_TOO_LARGE);
                  case BoundedJson.Body.TooSlow tooSlow ->
                      refused(tooSlow.sentence(), HttpStatus.REQUEST_TIMEOUT);
                  case BoundedJson.Body.Malformed malformed ->
                      Mono.just(failed(null, McpError.parse(malformed.sentence())));
                  case BoundedJson.Body.Json(JsonNode value) ->
                      received(McpMessage.of(value), request.getHeaders(), caller);
                });
  }

  private Mono<ResponseEntity<byte[]>> received(
      McpMessage message, HttpHeaders headers, Caller caller) {
    return switch (message) {
      case McpMessage.Invalid(var id, var error) -> Mono.just(failed(id, error));
      case McpMessage.Response() -> Mono.just(ResponseEntity.accepted().build());
      case McpMessage.Notification(var method, var params) ->
          Mono.just(
              switch (EraRules.notification(McpHeaders.of(headers), method, params)) {
                case EraRules.Ruling.Breaks(var error) -> failed(null, error);
                case EraRules.Ruling.Speaks ignored -> ResponseEntity.accepted().build();
              });
      case McpMessage.Request(var id, var method, var params) ->
          switch (EraRules.request(McpHeaders.of(headers), method, params)) {
            case EraRules.Ruling.Breaks(var error) -> Mono.just(failed(id, error));
            case EraRules.Ruling.Speaks(var era) ->
                answered(id, new McpRequest(era, method, params, caller, client(params, headers)));
          };
    };
  }

  private Mono<ResponseEntity<byte[]>> answered(JsonNode id, McpRequest request) {
    return methods
        .answer(request)
        .onErrorResume(
            bug -> {
              log.error("{} failed", request.method(), bug);
              return Mono.just(McpError.internal());
            })
        .map(
            outcome ->
                switch (outcome) {
                  case McpError error -> failed(id, error);
                  case McpOutcome.Result(var result) -> {
                    if (request.era() == Era.MODERN) {
                      result.put("resultType", "complete");
                      result.withObject("/_meta").set(Greeting.META_SERVER, Greeting.serverInfo());
                    }
                    yield written(HttpStatus.OK, message(id).set("result", result));
                  }
                });
  }

  private Mono<ResponseEntity<byte[]>> refused(String sentence, HttpStatus status) {
    return Mono.just(failed(null, McpError.invalidRequest(sentence, status)));
  }

  private ResponseEntity<byte[]> failed(@Nullable JsonNode id, McpError error) {
    ObjectNode message = message(id);
    ObjectNode written = message.putObject("error");
    written.put("code", error.code()).put("message", error.message());
    if (error.data() != null) {
      written.set("data", error.data());
    }
    return written(error.status(), message);
  }

  private static ObjectNode message(@Nullable JsonNode id) {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("jsonrpc", "2.0");
    return message.set("id", id == null ? JsonNodeFactory.instance.nullNode() : id);
  }

  private ResponseEntity<byte[]> written(HttpStatus status, JsonNode message) {
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_JSON)
        .body(mapper.writeValueAsBytes(message));
  }

  private static @Nullable String client(ObjectNode params, HttpHeaders headers) {
    JsonNode said = params.path("_meta").path(EraRules.META_CLIENT).path("name");
    String name = said.isString() ? said.stringValue() : headers.getFirst(HttpHeaders.USER_AGENT);
    return name == null || name.length() <= 200 ? name : name.substring(0, 200);
  }
}
