package dev.gamelan.simulator;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** A strict stand-in for Gong. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class GongSimulatorApplication {
  public static void main(String[] arguments) {
    new SpringApplicationBuilder(GongSimulatorApplication.class)
        .properties("spring.config.name=gong-simulator")
        .run(arguments);
  }
}
