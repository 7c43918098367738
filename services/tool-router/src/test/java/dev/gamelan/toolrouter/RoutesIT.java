package dev.gamelan.toolrouter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.toolrouter.testing.McpPost;
import dev.gamelan.toolrouter.testing.RunningRouter;
import dev.gamelan.topics.testing.WithBroker;
import java.net.http.HttpRequest;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

@WithBroker
class RoutesIT {
  private static final String API = "/v1/";

  @Test
  void theDescriptionListsExactlyTheRoutesThatAreServed() {
    try (RunningRouter router = RunningRouter.start()) {
      JsonNode paths = described(router);

      assertThat(paths.propertyNames())
          .containsExactlyInAnyOrderElementsOf(served(router, (pattern, method) -> pattern));
    }
  }

  @Test
  void andOfTheApiForProgramsExactlyTheirMethods() {
    try (RunningRouter router = RunningRouter.start()) {
      JsonNode paths = described(router);
      Set<String> methods = new TreeSet<>();
      paths.forEachEntry(
          (path, item) ->
              item.propertyNames().stream()
                  .filter(name -> path.startsWith(API) && !name.equals("parameters"))
                  .forEach(name -> methods.add(name.toUpperCase(Locale.ROOT) + " " + path)));

      assertThat(methods)
          .containsExactlyInAnyOrderElementsOf(
              served(
                  router,
                  (pattern, method) -> pattern.startsWith(API) ? method + " " + pattern : null));
    }
  }

  private static JsonNode described(RunningRouter router) {
    McpPost.Reply described =
        McpPost.to(router.url() + "/openapi.json")
            .without("Authorization")
            .send("GET", HttpRequest.BodyPublishers.noBody());
    assertThat(described.status()).isEqualTo(200);
    return described.json().path("paths");
  }

  private static Set<String> served(
      RunningRouter router, BiFunction<String, String, @Nullable String> name) {
    Set<String> served = new TreeSet<>();
    router
        .bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .forEach(
            (route, method) -> {
              if (method.getBeanType().getPackageName().startsWith("dev.gamelan")) {
                for (var pattern : route.getPatternsCondition().getPatterns()) {
                  Set<?> methods = route.getMethodsCondition().getMethods();
                  for (Object one : methods.isEmpty() ? Set.of("ANY") : methods) {
                    String named = name.apply(pattern.getPatternString(), one.toString());
                    if (named != null) {
                      served.add(named);
                    }
                  }
                }
              }
            });
    return served;
  }
}
