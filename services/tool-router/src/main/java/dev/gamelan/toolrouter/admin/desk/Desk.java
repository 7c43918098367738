package dev.gamelan.toolrouter.admin.desk;

import dev.gamelan.identity.Caller;
import dev.gamelan.toolrouter.connected.ConnectionsSeen;
import dev.gamelan.toolrouter.governance.document.DocumentKey;
import dev.gamelan.toolrouter.governance.document.Documents;
import dev.gamelan.toolrouter.json.BoundedJson;
import dev.gamelan.toolrouter.toolcall.ToolCalls;
import java.nio.charset.StandardCharsets;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Receives a request of somebody who administers: first whether they may, then which connection,
 * then what they sent. Who is turned away stands in the trail.
 */
@Component
public final class Desk {
  private static final String RETRY_SECONDS = "2";

  private final ConnectionsSeen connections;
  private final ToolCalls calls;
  private final TurnedAway turnedAway;
  private final BoundedJson json;
  private final Scheduler blocking;

  Desk(
      ConnectionsSeen connections,
      ToolCalls calls,
      TurnedAway turnedAway,
      BoundedJson json,
      Scheduler blocking) {
    this.connections = connections;
    this.calls = calls;
    this.turnedAway = turnedAway;
    this.json = json;
    this.blocking = blocking;
  }

  /**
   * A request whose body does not matter.
   *
   * @param connection empty where none is meant
   * @param work may block
   */
  public Mono<ResponseEntity<?>> receive(
      ServerWebExchange exchange,
      Caller caller,
      Need need,
      String connection,
      Function<Asked, Reply> work) {
    Asked asked = Asked.of(exchange.getRequest(), caller);
    return Mono.fromSupplier(
            () ->
                inspect(asked, need, connection) instanceof Reply.Refused refused
                    ? refused
                    : work.apply(asked))
        .subscribeOn(blocking)
        .flatMap(reply -> answer(exchange, asked, connection, reply));
  }

  /**
   * A request that carries a wish; no body at all is an empty one.
   *
   * @param type of which unknown fields are refused
   */
  public <T> Mono<ResponseEntity<?>> receive(
      ServerWebExchange exchange,
      Caller caller,
      Need need,
      String connection,
      Class<T> type,
      BiFunction<Asked, T, Reply> work) {
    Asked asked = Asked.of(exchange.getRequest(), caller);
    if (inspect(asked, need, connection) instanceof Reply.Refused refused) {
      return answer(exchange, asked, connection, refused);
    }
    if (!hasBody(exchange.getRequest().getHeaders())) {
      return Mono.fromSupplier(
              () ->
                  read(
                      asked,
                      new BoundedJson.Body.Json(JsonNodeFactory.instance.objectNode()),
                      type,
                      work))
          .subscribeOn(blocking)
          .flatMap(reply -> answer(exchange, asked, connection, reply));
    }
    return json.read(
        exchange.getRequest(),
        body -> answer(exchange, asked, connection, read(asked, body, type, work)));
  }

  private static boolean hasBody(HttpHeaders headers) {
    return headers.getContentLength() > 0 || headers.containsHeader(HttpHeaders.TRANSFER_ENCODING);
  }

  private static <T> Reply read(
      Asked asked, BoundedJson.Body body, Class<T> type, BiFunction<Asked, T, Reply> work) {
    return switch (body) {
      case BoundedJson.Body.Json(var value) ->
          switch (Documents.read(value, type)) {
            case Documents.Reading.Wrong<T>(var sentence) -> Reply.invalid(sentence);
            case Documents.Reading.Read<T>(var wish) -> work.apply(asked, wish);
          };
      case BoundedJson.Body.TooLarge(var sentence) ->
          new Reply.Refused(Code.BODY_TOO_LARGE, sentence);
      case BoundedJson.Body.TooSlow(var sentence) ->
          new Reply.Refused(Code.BODY_TOO_SLOW, sentence);
      case BoundedJson.Body.TooMany(var sentence, var ignored) ->
          new Reply.Refused(Code.BUSY, sentence);
      case BoundedJson.Body.Malformed(var sentence) -> Reply.invalid(sentence);
    };
  }

  /** A refusal, or something that is none. */
  private Reply inspect(Asked asked, Need need, String connection) {
    if (!need.isMet(asked.caller(), administers(asked.caller(), connection))) {
      return new Reply.Refused(
          Code.NOT_ALLOWED, need.sentence() + " Trying again with the same token does not help.");
    }
    if (!asked.hasUsableKey()) {
      return Reply.invalid(
          Asked.IDEMPOTENCY_KEY + " may have 1 to 200 printable characters, none of them a space.");
    }
    return connection.equals(DocumentKey.INSTALLATION) || calls.knowsConnection(connection)
        ? new Reply.Gone()
        : new Reply.Refused(
            Code.UNKNOWN_CONNECTION,
            "There is no connection of this name; one that has just been registered is known here"
                + " within a second.");
  }

  private boolean administers(Caller caller, String connection) {
    return connections
        .find(connection)
        .filter(state -> state.getAdministrators().contains(caller.name()))
        .isPresent();
  }

  private Mono<ResponseEntity<?>> answer(
      ServerWebExchange exchange, Asked asked, String connection, Reply reply) {
    ResponseEntity<?> response = response(reply);
    return reply instanceof Reply.Refused refused && refused.code().status() == HttpStatus.FORBIDDEN
        ? turnedAway.note(exchange, asked, connection, refused).thenReturn(response)
        : Mono.just(response);
  }

  static ResponseEntity<?> response(Reply reply) {
    return switch (reply) {
      case Reply.Shown(var body, var version) -> {
        ResponseEntity.BodyBuilder response = ResponseEntity.ok();
        if (version != null) {
          response.eTag(Asked.tagOf(version));
        }
        yield written(response, body);
      }
      case Reply.Made(var body, var version) ->
          written(ResponseEntity.status(HttpStatus.CREATED).eTag(Asked.tagOf(version)), body);
      case Reply.Gone gone -> ResponseEntity.noContent().build();
      case Reply.Refused refused -> problem(refused);
    };
  }

  private static ResponseEntity<?> written(ResponseEntity.BodyBuilder response, Object body) {
    return response
        .contentType(MediaType.APPLICATION_JSON)
        .body(Documents.write(body).getBytes(StandardCharsets.UTF_8));
  }

  private static ResponseEntity<?> problem(Reply.Refused refused) {
    HttpStatus status = refused.code().status();
    ResponseEntity.BodyBuilder response = ResponseEntity.status(status);
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, refused.sentence());
    problem.setProperty("code", refused.code().key());
    Long version = refused.version();
    if (version != null) {
      response.eTag(Asked.tagOf(version));
      problem.setProperty("etag", Asked.tagOf(version));
    }
    switch (refused.code()) {
      case BODY_TOO_LARGE, BODY_TOO_SLOW -> response.header(HttpHeaders.CONNECTION, "close");
      case BUSY ->
          response
              .header(HttpHeaders.CONNECTION, "close")
              .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
      case NOT_PUBLISHED, OUTCOME_UNKNOWN ->
          response.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
      default -> {}
    }
    return response.contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
  }
}
