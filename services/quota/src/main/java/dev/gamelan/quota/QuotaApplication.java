package dev.gamelan.quota;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Decides when a request may go to Gong. */
@SpringBootApplication
public class QuotaApplication {
  public static void main(String[] arguments) {
    new SpringApplicationBuilder(QuotaApplication.class)
        .properties("spring.config.name=quota")
        .run(arguments);
  }
}
