package dev.gamelan.toolrouter.connection;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Lets an answer go that nobody can be given any more, because the client is gone or has been told
 * something already: it is no failure of this service, and clients could fill its log by hanging
 * up.
 */
@Component
final class GoneClients implements WebFilter, Ordered {
  private static final Logger log = LoggerFactory.getLogger(GoneClients.class);
  private static final String SERVER = HttpServerResponse.class.getPackageName();

  /** Around all that writes an answer. */
  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE + 10;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    return chain
        .filter(exchange)
        .onErrorResume(
            problem -> problem instanceof AbortedException || tooLate(problem),
            problem -> {
              log.debug("An answer was not given", problem);
              return Mono.empty();
            });
  }

  /** The server says so by no type of its own. */
  private static boolean tooLate(Throwable problem) {
    StackTraceElement[] trace = problem.getStackTrace();
    return problem instanceof IllegalStateException
        && trace.length > 0
        && trace[0].getClassName().startsWith(SERVER);
  }
}
