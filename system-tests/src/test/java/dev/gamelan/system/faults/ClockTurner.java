package dev.gamelan.system.faults;

import dev.gamelan.quota.time.Times;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Puts a clock that can be turned from the outside in the place of a service's own, while the
 * service runs as a process; the clock that cannot jump stays as it is.
 */
final class ClockTurner implements ApplicationContextInitializer<ConfigurableApplicationContext> {
  /** The folder in which each service has a file, named by its port. */
  static final String SETTING = "faults.clocks";

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    String folder = context.getEnvironment().getProperty(SETTING);
    if (folder != null) {
      String port = context.getEnvironment().getRequiredProperty("server.port");
      Clock turned = new TurnedClock(Path.of(folder, port));
      context.getBeanFactory().addBeanPostProcessor(new Exchange(turned));
    }
  }

  /** What a service with that port is to add to its clock from now on. */
  static void turn(Path folder, int port, Duration by) {
    TurnedClock.turn(folder.resolve(String.valueOf(port)), by);
  }

  private record Exchange(Clock turned) implements BeanPostProcessor {
    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
      return switch (bean) {
        case Clock own -> turned;
        case Times own -> new Times(System::nanoTime, turned);
        default -> bean;
      };
    }
  }
}
