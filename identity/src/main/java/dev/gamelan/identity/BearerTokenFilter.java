package dev.gamelan.identity;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import reactor.core.publisher.Mono;

/** Lets only known callers past, and tells the rest of the request who they are. */
final class BearerTokenFilter implements WebFilter, Ordered {
  private static final String SCHEME = "Bearer ";

  private final TokenFile file;
  private final List<PathPattern> openPaths;

  BearerTokenFilter(TokenFile file, List<PathPattern> openPaths) {
    this.file = file;
    this.openPaths = openPaths;
  }

  /** After the observation of the request, before everything that acts on it. */
  @Override
  public int getOrder() {
    return 0;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    PathContainer path = exchange.getRequest().getPath().pathWithinApplication();
    if (openPaths.stream().anyMatch(open -> open.matches(path))) {
      return chain.filter(exchange);
    }
    String header = exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
    if (header == null) {
      return refuse(exchange, SCHEME.strip(), "This needs an Authorization: Bearer token.");
    }
    Optional<Caller> caller =
        header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
            ? file.tokens().callerOf(header.substring(SCHEME.length()).strip())
            : Optional.empty();
    if (caller.isEmpty()) {
      return refuse(
          exchange,
          "Bearer error=\"invalid_token\"",
          "The token is not known here. Ask whoever runs this installation for one.");
    }
    exchange.getAttributes().put(Caller.ATTRIBUTE, caller.get());
    return chain.filter(exchange);
  }

  private static Mono<Void> refuse(ServerWebExchange exchange, String challenge, String detail) {
    ServerHttpRequest request = exchange.getRequest();
    ServerHttpResponse response = exchange.getResponse();
    response.setStatusCode(HttpStatus.UNAUTHORIZED);
    response.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, challenge);
    response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    byte[] body =
        """
        {"type":"about:blank","title":"Unauthorized","status":401,"detail":"%s"}
        """
            .formatted(detail)
            .getBytes(StandardCharsets.UTF_8);
    response.getHeaders().setContentLength(body.length);
    return request.getMethod().name().equals("HEAD")
        ? response.setComplete()
        : response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
  }
}
