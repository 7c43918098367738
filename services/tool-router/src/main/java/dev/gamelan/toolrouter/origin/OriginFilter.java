package dev.gamelan.toolrouter.origin;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Refuses requests that a foreign web page made a browser send: by their Origin, and by a Host that
 * a rebound name has left in them. Probes ask by address, so health and metrics are open.
 */
@Component
@EnableConfigurationProperties(OriginProperties.class)
final class OriginFilter implements WebFilter, Ordered {
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final String ANY = "*";

  private final OriginProperties properties;

  OriginFilter(OriginProperties properties) {
    this.properties = properties;
  }

  /** Before the token is looked at. */
  @Override
  public int getOrder() {
    return -1;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    ServerHttpRequest request = exchange.getRequest();
    if (request.getPath().pathWithinApplication().value().startsWith("/actuator/")) {
      return chain.filter(exchange);
    }
    HttpHeaders headers = request.getHeaders();
    if (!hostAllowed(headers.getOrEmpty(HttpHeaders.HOST))) {
      return refuse(
          exchange.getResponse(),
          "This service is not known by the host name of the request; gamelan.origin.allowed-hosts"
              + " says by which it is.");
    }
    if (!headers.getOrEmpty(HttpHeaders.ORIGIN).stream().allMatch(this::originAllowed)) {
      return refuse(
          exchange.getResponse(),
          "Web pages of this origin may not call here; gamelan.origin.allowed-origins says which"
              + " may.");
    }
    return chain.filter(exchange);
  }

  boolean hostAllowed(List<String> hosts) {
    if (properties.allowedHosts().contains(ANY)) {
      return true;
    }
    return hosts.size() == 1 && nameAllowed(nameOf("http://" + hosts.getFirst()));
  }

  boolean originAllowed(String origin) {
    if (properties.allowedOrigins().contains(origin)) {
      return true;
    }
    String name = nameOf(origin);
    return name != null && THIS_MACHINE.contains(name);
  }

  private boolean nameAllowed(@Nullable String name) {
    return name != null
        && (THIS_MACHINE.contains(name) || properties.allowedHosts().contains(name));
  }

  private static @Nullable String nameOf(String url) {
    try {
      URI parsed = new URI(url);
      String name = parsed.getHost();
      return name == null || parsed.getUserInfo() != null ? null : name.toLowerCase(Locale.ROOT);
    } catch (URISyntaxException malformed) {
      return null;
    }
  }

  private static Mono<Void> refuse(ServerHttpResponse response, String detail) {
    response.setStatusCode(HttpStatus.FORBIDDEN);
    response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    byte[] body =
        """
        {"type":"about:blank","title":"Forbidden","status":403,"detail":"%s"}
        """
            .formatted(detail)
            .getBytes(StandardCharsets.UTF_8);
    return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
  }
}
