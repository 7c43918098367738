package dev.gamelan.local.services;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A service as a Spring context inside this JVM. */
public record ContextService(ServicePlan plan, ConfigurableApplicationContext context)
    implements RunningService {

  public static ContextService start(ServicePlan plan) {
    var context =
        new SpringApplicationBuilder(plan.application())
            .properties("spring.config.name=" + plan.name())
            .registerShutdownHook(false)
            .run(plan.arguments());
    return new ContextService(plan, context);
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
