package dev.gamelan.audit;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Keeps the append-only trail of every decision. */
@SpringBootApplication
public class AuditApplication {
  public static void main(String[] arguments) {
    new SpringApplicationBuilder(AuditApplication.class)
        .properties("spring.config.name=audit")
        .run(arguments);
  }
}
