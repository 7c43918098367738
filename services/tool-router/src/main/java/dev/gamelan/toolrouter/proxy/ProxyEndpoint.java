package dev.gamelan.toolrouter.proxy;

import dev.gamelan.identity.Caller;
import dev.gamelan.toolrouter.catalog.RequestReading;
import dev.gamelan.toolrouter.catalog.RequestReading.Part;
import dev.gamelan.toolrouter.json.BoundedJson;
import dev.gamelan.toolrouter.toolcall.KeyHeader;
import dev.gamelan.toolrouter.toolcall.MaxAge;
import dev.gamelan.toolrouter.toolcall.Outcome;
import dev.gamelan.toolrouter.toolcall.ToolCall;
import dev.gamelan.toolrouter.toolcall.ToolCallAnswer;
import dev.gamelan.toolrouter.toolcall.ToolCallHandler;
import dev.gamelan.toolrouter.toolcall.ToolCalls;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.JsonNode;

/**
 * Gong's API as it is, under {@code /proxy/<connection>}: each request is read as the tool call it
 * amounts to, goes that call's way, and is answered in Gong's own words.
 */
@RestController
class ProxyEndpoint {
  static final String DEADLINE = "Gamelan-Deadline-Ms";

  /** Says {@code true} where a person has said yes, for calls that policies want a yes to. */
  static final String CONFIRM = "Gamelan-Confirm";

  /** What stands in the trail in the place of a tool, where no operation is known. */
  private static final String NO_TOOL = "proxy";

  private static final String CONNECTION = "[A-Za-z0-9_.-]{1,128}";

  private final RequestReading reading;
  private final ToolCalls calls;
  private final ToolCallHandler handler;
  private final BoundedJson json;
  private final Uploads uploads;
  private final ProxyAnswers answers;
  private final ProxyProperties properties;
  private final Scheduler blocking;

  ProxyEndpoint(
      RequestReading reading,
      ToolCalls calls,
      ToolCallHandler handler,
      BoundedJson json,
      Uploads uploads,
      ProxyAnswers answers,
      ProxyProperties properties,
      Scheduler blocking) {
    this.reading = reading;
    this.calls = calls;
    this.handler = handler;
    this.json = json;
    this.uploads = uploads;
    this.answers = answers;
    this.properties = properties;
    this.blocking = blocking;
  }

  @RequestMapping("/proxy/{connection}/v2/**")
  Mono<ResponseEntity<?>> proxy(
      @PathVariable String connection, ServerHttpRequest request, Caller caller) {
    Duration patience = patience(request.getHeaders());
    if (patience == null) {
      return answers.problem(
          HttpStatus.BAD_REQUEST, DEADLINE + " must be a whole number of milliseconds.");
    }
    if (MaxAge.ofHeaders(request.getHeaders()) instanceof MaxAge.Unreadable(String sentence)) {
      return answers.problem(HttpStatus.BAD_REQUEST, sentence);
    }
    if (KeyHeader.of(request.getHeaders()) instanceof KeyHeader.Unreadable(String sentence)) {
      return answers.problem(HttpStatus.BAD_REQUEST, sentence);
    }
    if (!connection.matches(CONNECTION)) {
      return answers.problem(HttpStatus.NOT_FOUND, "There is no connection of this name.");
    }
    var asked = new Asked(request, connection, caller, patience.isZero() ? null : patience);
    if (Uploads.isForm(request)) {
      return uploads.read(
          request,
          part -> judged(asked, part),
          form ->
              switch (form) {
                case Uploads.Form.Parts(var parts) -> answer(asked, null, parts);
                case Uploads.Form.Stored stored -> answer(asked, stored);
                case Uploads.Form.Refused(var answer) -> Mono.just(answer);
                case Uploads.Form.NotStored(var sentence) ->
                    answers.unread(HttpStatus.SERVICE_UNAVAILABLE, sentence);
                case Uploads.Form.TooLarge(var sentence) ->
                    answers.unread(HttpStatus.CONTENT_TOO_LARGE, sentence);
                case Uploads.Form.TooSlow(var sentence) ->
                    answers.unread(HttpStatus.REQUEST_TIMEOUT, sentence);
                case Uploads.Form.TooMany(var sentence) ->
                    answers.unread(HttpStatus.SERVICE_UNAVAILABLE, sentence);
                case Uploads.Form.Malformed(var sentence) ->
                    answers.unread(HttpStatus.BAD_REQUEST, sentence);
              });
    }
    if (!hasBody(request.getHeaders())) {
      return Mono.defer(() -> answer(asked, null, List.of())).subscribeOn(blocking);
    }
    return json.read(
        request,
        body ->
            switch (body) {
              case BoundedJson.Body.Json(JsonNode value) -> answer(asked, value, List.of());
              case BoundedJson.Body.TooLarge tooLarge ->
                  answers.unread(HttpStatus.CONTENT_TOO_LARGE, tooLarge.sentence());
              case BoundedJson.Body.TooSlow tooSlow ->
                  answers.unread(HttpStatus.REQUEST_TIMEOUT, tooSlow.sentence());
              case BoundedJson.Body.TooMany(String sentence, Duration ignored) ->
                  answers.unread(HttpStatus.SERVICE_UNAVAILABLE, sentence);
              case BoundedJson.Body.Malformed malformed ->
                  answers.problem(HttpStatus.BAD_REQUEST, malformed.sentence());
            });
  }

  private record Asked(
      ServerHttpRequest request, String connection, Caller caller, @Nullable Duration patience) {
    String path() {
      String whole = request.getPath().value();
      return whole.substring(whole.indexOf('/', "/proxy/".length()));
    }
  }

  /** By all that can be said before the file is there; waits for it. */
  private Uploads.Judgement judged(Asked asked, Part part) {
    if (read(asked, null, List.of(part)) instanceof RequestReading.Read.Call(var tool, var given)) {
      ToolCall call = begin(asked, tool.name(), given);
      ToolCallAnswer refusal = handler.refusal(call).block();
      return refusal == null
          ? new Uploads.Judgement.GoOn(call)
          : new Uploads.Judgement.Refused(answers.of(refusal, asked.caller()));
    }
    return new Uploads.Judgement.Refused(
        Objects.requireNonNull(answer(asked, null, List.of(part)).block()));
  }

  /** Much may have changed since it was judged, so it is judged anew. */
  private Mono<ResponseEntity<?>> answer(Asked asked, Uploads.Form.Stored stored) {
    if (!(read(asked, null, List.of(stored.part()))
        instanceof RequestReading.Read.Call(var ignored, var arguments))) {
      throw new IllegalStateException("A call does not become another one by its file");
    }
    return handler
        .call(
            calls.whole(
                stored.call(),
                arguments,
                stored.file(),
                asked.patience(),
                properties.timeAtGong(stored.file().getSize())))
        .map(answer -> answers.of(answer, asked.caller()));
  }

  private RequestReading.Read read(Asked asked, @Nullable JsonNode body, List<Part> parts) {
    return reading.read(
        asked.request().getMethod().name(),
        asked.path(),
        asked.request().getQueryParams(),
        body,
        parts);
  }

  private Mono<ResponseEntity<?>> answer(Asked asked, @Nullable JsonNode body, List<Part> parts) {
    return switch (read(asked, body, parts)) {
      case RequestReading.Read.Call(var tool, var arguments) ->
          handler
              .call(begin(asked, tool.name(), arguments))
              .map(answer -> answers.of(answer, asked.caller()));
      case RequestReading.Read.Unfit(var tool, var sentence) ->
          handler
              .refused(begin(asked, tool.name(), null), tool, Outcome.INVALID_ARGUMENTS, sentence)
              .map(answer -> answers.of(answer, asked.caller()));
      case RequestReading.Read.NoOperation(var methods) -> noOperation(asked, methods);
    };
  }

  private Mono<ResponseEntity<?>> noOperation(Asked asked, Set<String> methods) {
    String sentence =
        methods.isEmpty()
            ? "Gong has no operation at this path that is known here, so the request was not passed on."
            : "Gong knows this path with %s only.".formatted(String.join(", ", methods));
    return handler
        .refused(begin(asked, NO_TOOL, null), null, Outcome.UNKNOWN_OPERATION, sentence)
        .map(answer -> answers.noOperation(answer, methods));
  }

  private ToolCall begin(Asked asked, String tool, @Nullable JsonNode arguments) {
    HttpHeaders headers = asked.request().getHeaders();
    ToolCall call =
        calls
            .begin(
                asked.caller(),
                tool,
                arguments,
                asked.connection(),
                asked.patience(),
                headers.getFirst(HttpHeaders.USER_AGENT),
                Map.of())
            .within(MaxAge.ofHeaders(headers).orNull())
            .under(KeyHeader.of(headers).orNull());
    return "true".equals(headers.getFirst(CONFIRM)) ? call.confirm() : call;
  }

  private static boolean hasBody(HttpHeaders headers) {
    return headers.getContentLength() > 0 || headers.containsHeader(HttpHeaders.TRANSFER_ENCODING);
  }

  /** Zero where none is named, null where it is no number. */
  private static @Nullable Duration patience(HttpHeaders headers) {
    String said = headers.getFirst(DEADLINE);
    if (said == null) {
      return Duration.ZERO;
    }
    return said.matches("[1-9][0-9]{0,8}") ? Duration.ofMillis(Long.parseLong(said)) : null;
  }
}
