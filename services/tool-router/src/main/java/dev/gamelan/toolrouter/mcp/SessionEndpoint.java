package dev.gamelan.toolrouter.mcp;

import dev.gamelan.identity.Caller;
import dev.gamelan.schemas.EdgeSignal;
import dev.gamelan.toolrouter.mcp.change.ChangeStreams;
import dev.gamelan.toolrouter.mcp.session.Session;
import dev.gamelan.toolrouter.mcp.session.SessionNotes;
import dev.gamelan.toolrouter.mcp.session.Sessions;
import dev.gamelan.toolrouter.mcp.signal.Signals;
import dev.gamelan.toolrouter.mcp.stream.Outbox;
import dev.gamelan.toolrouter.mcp.stream.StreamWriter;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** What only sessions of the old era have: a stream to listen on, and an end. */
@RestController
class SessionEndpoint {
  private final Sessions sessions;
  private final SessionNotes notes;
  private final Signals signals;
  private final Listening listening;
  private final StreamWriter streams;
  private final McpWriter writer;
  private final Scheduler blocking;

  SessionEndpoint(
      Sessions sessions,
      SessionNotes notes,
      Signals signals,
      Listening listening,
      StreamWriter streams,
      McpWriter writer,
      Scheduler blocking) {
    this.sessions = sessions;
    this.notes = notes;
    this.signals = signals;
    this.listening = listening;
    this.streams = streams;
    this.writer = writer;
    this.blocking = blocking;
  }

  @GetMapping({"/mcp", "/mcp/{connection}"})
  Mono<Void> listen(ServerHttpRequest request, ServerHttpResponse response, Caller caller) {
    String shown = sessionId(request.getHeaders());
    if (shown == null || !McpHeaders.streamGoes(request.getHeaders())) {
      return notAllowed(response);
    }
    Session session = sessions.open(shown, caller).orElse(null);
    if (session == null) {
      return failed(response, McpError.noSession());
    }
    Outbox outbox = streams.outbox();
    ChangeStreams.Open open = listening.listen(session, outbox);
    return open == null
        ? failed(response, McpError.tooManyStreams())
        : streams.writeStream(outbox, response).doFinally(signal -> open.close());
  }

  /** The id stops being accepted here at once, and elsewhere as soon as the topic tells. */
  @DeleteMapping({"/mcp", "/mcp/{connection}"})
  Mono<Void> end(ServerHttpRequest request, ServerHttpResponse response, Caller caller) {
    String shown = sessionId(request.getHeaders());
    if (shown == null) {
      return notAllowed(response);
    }
    Session session = sessions.open(shown, caller).orElse(null);
    if (session == null) {
      return failed(response, McpError.noSession());
    }
    return Mono.fromRunnable(
            () ->
                notes.heard(
                    signals.ofSession(
                        EdgeSignal.SESSION_ENDED, session.caller(), session.id(), "")))
        .subscribeOn(blocking)
        .then(
            Mono.defer(
                () -> {
                  response.setStatusCode(HttpStatus.NO_CONTENT);
                  return response.setComplete();
                }));
  }

  @RequestMapping(
      path = {"/mcp", "/mcp/{connection}"},
      method = {RequestMethod.PUT, RequestMethod.PATCH})
  Mono<Void> neither(ServerHttpResponse response) {
    return notAllowed(response);
  }

  /** Who names the new era has no session, whatever else they send. */
  private static @Nullable String sessionId(HttpHeaders headers) {
    return Revisions.MODERN.equals(headers.getFirst(McpHeaders.REVISION))
        ? null
        : headers.getFirst(Answering.SESSION);
  }

  private static Mono<Void> notAllowed(ServerHttpResponse response) {
    response.setStatusCode(HttpStatus.METHOD_NOT_ALLOWED);
    response.getHeaders().setAllow(java.util.Set.of(HttpMethod.POST));
    return response.setComplete();
  }

  private Mono<Void> failed(ServerHttpResponse response, McpError error) {
    McpWriter.Written written = writer.error(null, error);
    return StreamWriter.answer(response, written.status(), written.json());
  }
}
