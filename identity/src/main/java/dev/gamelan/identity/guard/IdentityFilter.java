package dev.gamelan.identity.guard;

import dev.gamelan.identity.Caller;
import dev.gamelan.identity.oauth.AccessTokens;
import dev.gamelan.identity.oauth.TokenVerdict;
import dev.gamelan.identity.tokens.TokenFile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
import reactor.core.scheduler.Scheduler;

/** Lets only known callers past, and tells the rest of the request who they are. */
final class IdentityFilter implements WebFilter, Ordered {
  private static final String SCHEME = "Bearer ";

  private final @Nullable TokenFile localTokens;
  private final @Nullable AccessTokens accessTokens;
  private final Challenges challenges;
  private final List<PathPattern> openPaths;
  private final Scheduler blocking;
  private final Duration patience;

  IdentityFilter(
      @Nullable TokenFile localTokens,
      @Nullable AccessTokens accessTokens,
      Challenges challenges,
      List<PathPattern> openPaths,
      Scheduler blocking,
      Duration patience) {
    this.localTokens = localTokens;
    this.accessTokens = accessTokens;
    this.challenges = challenges;
    this.openPaths = openPaths;
    this.blocking = blocking;
    this.patience = patience;
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
      return refuse(
          exchange,
          HttpStatus.UNAUTHORIZED,
          challenges.tokenNeeded(),
          "This needs an Authorization: Bearer token.");
    }
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return refuseToken(exchange, "The authorization is not a Bearer token.");
    }
    String token = header.substring(SCHEME.length()).strip();
    Optional<Caller> local =
        localTokens == null ? Optional.empty() : localTokens.tokens().callerOf(token);
    if (local.isPresent()) {
      return pass(exchange, chain, local.get());
    }
    if (accessTokens == null) {
      return refuseToken(
          exchange, "The token is not known here. Ask whoever runs this installation for one.");
    }
    Optional<Caller> recent = accessTokens.recentlyKnown(token);
    if (recent.isPresent()) {
      return pass(exchange, chain, recent.get());
    }
    return verdict(accessTokens, token)
        .flatMap(
            verdict ->
                switch (verdict) {
                  case TokenVerdict.Known(Caller caller) -> pass(exchange, chain, caller);
                  case TokenVerdict.Refused(String sentence) -> refuseToken(exchange, sentence);
                  case TokenVerdict.Undecided undecided -> askLater(exchange, undecided);
                });
  }

  /** Off the event loop, because an issuer may have to be asked for its keys. */
  private Mono<TokenVerdict> verdict(AccessTokens tokens, String token) {
    return Mono.fromCallable(() -> tokens.check(token))
        .subscribeOn(blocking)
        .timeout(
            patience,
            Mono.just(
                new TokenVerdict.Undecided(
                    "The token cannot be checked, because the authorization server is slow at the"
                        + " moment; try again in a few seconds.",
                    patience)));
  }

  private static Mono<Void> pass(ServerWebExchange exchange, WebFilterChain chain, Caller caller) {
    exchange.getAttributes().put(Caller.ATTRIBUTE, caller);
    return chain.filter(exchange);
  }

  private Mono<Void> refuseToken(ServerWebExchange exchange, String sentence) {
    return refuse(exchange, HttpStatus.UNAUTHORIZED, challenges.invalidToken(sentence), sentence);
  }

  private static Mono<Void> askLater(ServerWebExchange exchange, TokenVerdict.Undecided undecided) {
    exchange
        .getResponse()
        .getHeaders()
        .set(
            HttpHeaders.RETRY_AFTER,
            String.valueOf(Math.max(1, undecided.retryAfter().toSeconds())));
    return refuse(exchange, HttpStatus.SERVICE_UNAVAILABLE, null, undecided.sentence());
  }

  private static Mono<Void> refuse(
      ServerWebExchange exchange, HttpStatus status, @Nullable String challenge, String detail) {
    ServerHttpRequest request = exchange.getRequest();
    ServerHttpResponse response = exchange.getResponse();
    response.setStatusCode(status);
    if (challenge != null) {
      response.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, challenge);
    }
    response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    byte[] body =
        """
        {"type":"about:blank","title":"%s","status":%d,"detail":"%s"}
        """
            .formatted(status.getReasonPhrase(), status.value(), detail)
            .getBytes(StandardCharsets.UTF_8);
    response.getHeaders().setContentLength(body.length);
    return request.getMethod().name().equals("HEAD")
        ? response.setComplete()
        : response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
  }
}
