package dev.gamelan.toolrouter.mcp;

import dev.gamelan.toolrouter.mcp.offer.Conversation;
import dev.gamelan.toolrouter.mcp.offer.Era;
import dev.gamelan.toolrouter.mcp.question.Asker;
import dev.gamelan.toolrouter.mcp.question.Conversations;
import dev.gamelan.toolrouter.mcp.session.Session;
import dev.gamelan.toolrouter.mcp.stream.Outbox;
import dev.gamelan.toolrouter.mcp.stream.RunningRequests;
import dev.gamelan.toolrouter.mcp.stream.StreamWriter;
import dev.gamelan.topics.FailureWithoutPayload;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * Answers one request to its end. In the new era whoever hangs up has cancelled; in the old one a
 * request goes on without its connection, until its session cancels it by name.
 */
@Component
final class Answering {
  static final String SESSION = "Mcp-Session-Id";
  private static final Logger log = LoggerFactory.getLogger(Answering.class);

  private final McpMethods methods;
  private final Askers askers;
  private final Conversations conversations;
  private final RunningRequests running;
  private final StreamWriter streams;
  private final McpWriter writer;

  Answering(
      McpMethods methods,
      Askers askers,
      Conversations conversations,
      RunningRequests running,
      StreamWriter streams,
      McpWriter writer) {
    this.methods = methods;
    this.askers = askers;
    this.conversations = conversations;
    this.running = running;
    this.streams = streams;
    this.writer = writer;
  }

  Mono<Void> answer(McpRequest request, ServerHttpResponse response) {
    Asker asker = askers.of(request);
    Outbox outbox = streams.outbox();
    if (request.era() == Era.LEGACY) {
      Conversation conversation = conversations.legacy(asker, request.session(), outbox);
      return answer(request, conversation, outbox, response);
    }
    return switch (conversations.modern(asker, request.method(), request.params(), outbox)) {
      case Conversations.Opening.Refused(var sentence) -> {
        McpWriter.Written error = writer.error(request.id(), McpError.invalidParams(sentence));
        yield StreamWriter.answer(response, error.status(), error.json());
      }
      case Conversations.Opening.Begun(var conversation) ->
          answer(request, conversation, outbox, response);
    };
  }

  private Mono<Void> answer(
      McpRequest request, Conversation conversation, Outbox outbox, ServerHttpResponse response) {
    return Mono.deferContextual(
        context -> {
          Mono<McpOutcome> outcome =
              methods
                  .answer(request, conversation, outbox)
                  .onErrorResume(bug -> Mono.just(failed(request, bug)))
                  .doOnNext(given -> finish(request, given, outbox, response))
                  .contextWrite(context);
          Disposable work = begin(request, outcome, outbox);
          Mono<Void> written = streams.write(outbox, response);
          return request.era() == Era.MODERN
              ? written.doFinally(signal -> work.dispose())
              : written;
        });
  }

  private Disposable begin(McpRequest request, Mono<McpOutcome> outcome, Outbox outbox) {
    Disposable.Swap work = Disposables.swap();
    Session session = request.session();
    if (session == null) {
      work.update(outcome.subscribe());
      return work;
    }
    String id = writer.id(request.id());
    Runnable cancel =
        () -> {
          work.dispose();
          outbox.end();
        };
    running.began(session.caller(), session.id(), id, cancel);
    work.update(
        outcome
            .doFinally(signal -> running.ended(session.caller(), session.id(), id, cancel))
            .subscribe());
    return work;
  }

  private void finish(
      McpRequest request, McpOutcome outcome, Outbox outbox, ServerHttpResponse response) {
    if (outcome instanceof McpOutcome.Result(var result, var type, String session)
        && session != null) {
      response.getHeaders().set(SESSION, session);
    }
    if (outcome instanceof McpError error && error.challenge() != null) {
      response.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, error.challenge());
    }
    McpWriter.Written written = writer.written(request, outcome);
    outbox.finish(written.json(), written.status());
  }

  private static McpOutcome failed(McpRequest request, Throwable bug) {
    log.error("{} failed", request.method(), FailureWithoutPayload.of(bug));
    return McpError.internal();
  }
}
