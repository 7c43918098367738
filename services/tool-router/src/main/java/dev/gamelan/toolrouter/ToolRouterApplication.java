package dev.gamelan.toolrouter;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The front door for AI clients and programs. */
@SpringBootApplication
public class ToolRouterApplication {
  public static void main(String[] arguments) {
    new SpringApplicationBuilder(ToolRouterApplication.class)
        .properties("spring.config.name=tool-router")
        .run(arguments);
  }
}
