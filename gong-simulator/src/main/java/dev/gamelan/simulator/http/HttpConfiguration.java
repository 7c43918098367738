package dev.gamelan.simulator.http;

import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.webflux.autoconfigure.WebHttpHandlerBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.server.reactive.HttpHandler;

/** Puts Gong's door in front of everything but the simulator's own paths. */
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {

  @Bean
  WebHttpHandlerBuilderCustomizer gongFirst(GongDoor door) {
    return builder ->
        builder.httpHandlerDecorator(
            own ->
                (HttpHandler)
                    (request, response) ->
                        isOwn(request.getURI().getPath())
                            ? own.handle(request, response)
                            : door.open(request, response));
  }

  /** Its own event loops: shared ones would end for all companies when one of them stops. */
  @Bean
  ReactorResourceFactory reactorResources() {
    var resources = new ReactorResourceFactory();
    resources.setUseGlobalResources(false);
    return resources;
  }

  @Bean
  @ConditionalOnMissingBean
  Clock clock() {
    return Clock.systemUTC();
  }

  private static boolean isOwn(String path) {
    return path.startsWith("/simulator/")
        || path.startsWith("/actuator/")
        || path.startsWith("/oauth2/");
  }
}
