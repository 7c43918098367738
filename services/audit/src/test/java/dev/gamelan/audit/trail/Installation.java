package dev.gamelan.audit.trail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistrar;

/** What the service finds where it runs: its database and a token for each role. */
@TestConfiguration(proxyBeanMethods = false)
class Installation {
  @Bean(destroyMethod = "remove")
  Database database() {
    return new Database();
  }

  @Bean
  DynamicPropertyRegistrar whereThingsAre(Database database) {
    return registry -> {
      registry.add("spring.datasource.url", database::url);
      registry.add("spring.datasource.username", () -> Database.RUNNING);
      registry.add("spring.datasource.password", () -> Database.RUNNING);
      registry.add("spring.flyway.user", () -> Database.OWNER);
      registry.add("spring.flyway.password", () -> Database.OWNER);
      registry.add("gamelan.tokens.file", () -> tokens(List.of("read", "write", "admin", "audit")));
    };
  }

  /** A token for each role, which is the role's name. */
  private static Path tokens(List<String> roles) {
    String entries =
        roles.stream()
            .map(
                role ->
                    """
                    {"name":"%1$s","sha256":"%2$s","roles":["%1$s"]}"""
                        .formatted(role, sha256(role)))
            .collect(Collectors.joining(","));
    try {
      Path file = Files.createTempFile("tokens", ".json");
      file.toFile().deleteOnExit();
      return Files.writeString(file, "{\"tokens\":[%s]}".formatted(entries));
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  private static String sha256(String token) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
