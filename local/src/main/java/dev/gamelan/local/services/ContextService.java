package dev.gamelan.local.services;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;

/** A service as a Spring context inside this JVM. */
public record ContextService(ServicePlan plan, ConfigurableApplicationContext context)
    implements RunningService {

  public static ContextService start(ServicePlan plan) {
    var context =
        new SpringApplicationBuilder(plan.application())
            .properties("spring.config.name=" + plan.name())
            .initializers(ContextService::giveOwnEventLoops)
            .registerShutdownHook(false)
            .run(plan.arguments());
    return new ContextService(plan, context);
  }

  /** Else the first service that stops would stop the event loops of all others in this JVM. */
  private static void giveOwnEventLoops(ConfigurableApplicationContext context) {
    if (context instanceof GenericApplicationContext open) {
      open.registerBean(
          ReactorResourceFactory.class,
          ContextService::eventLoops,
          definition -> definition.setFallback(true));
    }
  }

  private static ReactorResourceFactory eventLoops() {
    var own = new ReactorResourceFactory();
    own.setUseGlobalResources(false);
    return own;
  }

  @Override
  public long pid() {
    return ProcessHandle.current().pid();
  }

  @Override
  public void close() {
    context.close();
  }
}
