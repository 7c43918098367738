package dev.gamelan.gongcaller;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The only process that speaks to Gong. */
@SpringBootApplication
public class GongCallerApplication {
  public static void main(String[] arguments) {
    new SpringApplicationBuilder(GongCallerApplication.class)
        .properties("spring.config.name=gong-caller")
        .run(arguments);
  }
}
