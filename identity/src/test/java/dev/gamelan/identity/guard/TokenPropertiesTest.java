package dev.gamelan.identity.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.identity.tokens.TokenProperties;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class TokenPropertiesTest {
  private final ApplicationContextRunner properties =
      new ApplicationContextRunner().withUserConfiguration(Properties.class);
  private final ApplicationContextRunner service =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(IdentityAutoConfiguration.class));

  @EnableConfigurationProperties(TokenProperties.class)
  static class Properties {}

  @Test
  void hasTheseDefaults() {
    properties.run(
        context ->
            assertThat(context.getBean(TokenProperties.class))
                .isEqualTo(new TokenProperties(false, null, List.of())));
  }

  @Test
  void hasTheseKeys() {
    properties
        .withPropertyValues(
            "gamelan.tokens.required=true",
            "gamelan.tokens.file=/run/secrets/tokens.json",
            "gamelan.tokens.open-paths=/mcp,/v1/openapi.json")
        .run(
            context ->
                assertThat(context.getBean(TokenProperties.class))
                    .isEqualTo(
                        new TokenProperties(
                            true,
                            Path.of("/run/secrets/tokens.json"),
                            List.of("/mcp", "/v1/openapi.json"))));
  }

  @Test
  void aKeyThatDoesNotExistStopsTheStart() {
    properties
        .withPropertyValues("gamelan.tokens.open-path=/mcp")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("gamelan.tokens.open-path"));
  }

  @Test
  void aServiceThatNeedsTokensDoesNotStartWithoutThem() {
    service
        .withPropertyValues("gamelan.tokens.required=true")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("gamelan.tokens.file is not set"));
  }

  @Test
  void aServiceThatNeedsNoneIsLeftAlone() {
    service.run(context -> assertThat(context).doesNotHaveBean(IdentityFilter.class));
  }
}
