package dev.gamelan.identity.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.identity.Caller;
import dev.gamelan.identity.Role;
import dev.gamelan.identity.tokens.Tokens;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@AutoConfigureWebTestClient
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.main.web-application-type=reactive",
      "gamelan.tokens.required=true",
      "gamelan.tokens.open-paths=/open/**"
    })
class LocalTokensIT {
  @TempDir private static Path folder;

  @Autowired private WebTestClient http;

  @DynamicPropertySource
  static void tokens(DynamicPropertyRegistry properties) {
    Path file =
        Tokens.file(
            folder.resolve("tokens.json"),
            Instant.EPOCH,
            Tokens.entry("ann", "secret", "read", "audit"));
    properties.add("gamelan.tokens.file", file::toString);
  }

  @RestController
  @Configuration
  @EnableAutoConfiguration
  static class Service {
    @GetMapping("/who")
    String who(Caller caller) {
      return caller.name()
          + (caller.has(Role.AUDIT) ? " audits" : "")
          + (caller.has(Role.WRITE) ? " writes" : "");
    }

    @GetMapping("/open/who")
    String openWho(@Nullable Caller caller) {
      return caller == null ? "anybody" : caller.name();
    }
  }

  @Test
  void aControllerTakesTheCallerAsAnArgument() {
    http.get()
        .uri("/who")
        .header("Authorization", "Bearer secret")
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody(String.class)
        .isEqualTo("ann audits");
  }

  @Test
  void anUnknownTokenIsChallengedWithProblemDetails() {
    http.get()
        .uri("/who")
        .header("Authorization", "Bearer guessed")
        .exchange()
        .expectStatus()
        .isUnauthorized()
        .expectHeader()
        .valueMatches(
            "WWW-Authenticate", "Bearer error=\"invalid_token\", error_description=\"[^\"]+\"")
        .expectHeader()
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .expectBody()
        .jsonPath("$.title")
        .isEqualTo("Unauthorized");
  }

  @Test
  void aPathThatDoesNotExistTellsAStrangerNothing() {
    http.get().uri("/nowhere").exchange().expectStatus().isUnauthorized();
  }

  @Test
  void anOpenPathHasNoCaller() {
    String answer =
        http.get()
            .uri("/open/who")
            .exchange()
            .expectStatus()
            .isOk()
            .expectBody(String.class)
            .returnResult()
            .getResponseBody();

    assertThat(answer).isEqualTo("anybody");
  }
}
