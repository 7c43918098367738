package dev.gamelan.simulator.oauth;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** What Gong has under {@code app.gong.io/oauth2}; none of it counts as a call of the API. */
@RestController
@RequestMapping("/oauth2")
class OAuthEndpoint {
  private final AuthorizationServer server;
  private final Tokens tokens;

  OAuthEndpoint(AuthorizationServer server, Tokens tokens) {
    this.server = server;
    this.tokens = tokens;
  }

  /** There is no page to click on: the administrator agrees at once, or was told to refuse. */
  @GetMapping("/authorize")
  ResponseEntity<String> authorize(ServerHttpRequest request) {
    return switch (server.authorize(request.getQueryParams().toSingleValueMap())) {
      case Consent.SentBack(URI to) -> ResponseEntity.status(302).location(to).build();
      case Consent.Page(String sentence) ->
          ResponseEntity.badRequest().contentType(MediaType.TEXT_PLAIN).body(sentence);
    };
  }

  /** Parameters may be in the query, as documented, or in a form, as is usual. */
  @PostMapping("/generate-customer-token")
  Mono<ResponseEntity<Object>> tokens(ServerWebExchange exchange) {
    ServerHttpRequest request = exchange.getRequest();
    return exchange
        .getFormData()
        .flatMap(
            form -> {
              Map<String, String> asked = new HashMap<>(form.toSingleValueMap());
              asked.putAll(request.getQueryParams().toSingleValueMap());
              String refreshToken = asked.getOrDefault("refresh_token", "");
              tokens.begin(refreshToken);
              return Mono.delay(server.conduct().delay())
                  .map(waited -> answer(asked, request))
                  .doFinally(ended -> tokens.end(refreshToken));
            });
  }

  private ResponseEntity<Object> answer(Map<String, String> asked, ServerHttpRequest request) {
    String ownUrl =
        request.getURI().getScheme() + "://" + request.getHeaders().getFirst(HttpHeaders.HOST);
    Exchange exchange =
        server.exchange(asked, request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION), ownUrl);
    return switch (exchange) {
      case Exchange.Issued issued when server.losesAnswer() -> ResponseEntity.status(504).build();
      case Exchange.Issued issued -> ResponseEntity.ok(issued);
      case Exchange.Refused refused -> ResponseEntity.status(refused.status()).body(refused);
    };
  }
}
