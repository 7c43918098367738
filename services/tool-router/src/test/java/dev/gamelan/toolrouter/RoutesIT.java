package dev.gamelan.toolrouter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.toolrouter.testing.McpPost;
import dev.gamelan.toolrouter.testing.RunningRouter;
import dev.gamelan.topics.testing.WithBroker;
import java.net.http.HttpRequest;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;

@WithBroker
class RoutesIT {
  @Test
  void theDescriptionListsExactlyTheRoutesThatAreServed() {
    try (RunningRouter router = RunningRouter.start()) {
      Set<String> served = new TreeSet<>();
      router
          .bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
          .getHandlerMethods()
          .forEach(
              (route, method) -> {
                if (method.getBeanType().getPackageName().startsWith("dev.gamelan")) {
                  route
                      .getPatternsCondition()
                      .getPatterns()
                      .forEach(pattern -> served.add(pattern.getPatternString()));
                }
              });

      McpPost.Reply described =
          McpPost.to(router.url() + "/openapi.json")
              .without("Authorization")
              .send("GET", HttpRequest.BodyPublishers.noBody());

      assertThat(described.status()).isEqualTo(200);
      assertThat(described.json().path("paths").propertyNames())
          .containsExactlyInAnyOrderElementsOf(served);
    }
  }
}
