package dev.gamelan.identity.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.identity.Account;
import dev.gamelan.identity.Caller;
import dev.gamelan.identity.Role;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;

class ChallengesTest {
  private static final String METADATA =
      "resource_metadata=\"https://g.example.com/.well-known/oauth-protected-resource/mcp\"";
  private static final Account ACCOUNT =
      new Account(
          "https://login.example.com",
          "ann",
          "Ann",
          null,
          Set.of("gamelan:audit"),
          Set.of(),
          Set.of());

  private final ReactiveWebApplicationContextRunner service =
      new ReactiveWebApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(IdentityAutoConfiguration.class))
          .withPropertyValues(
              "gamelan.tokens.required=true",
              "gamelan.identity.oauth.resource=https://g.example.com/mcp",
              "gamelan.identity.oauth.issuers[0].issuer=https://login.example.com");

  @Test
  void whoHasNoTokenIsToldWhereToGetOneAndOfWhichScope() {
    service.run(
        context ->
            assertThat(context.getBean(Challenges.class).tokenNeeded())
                .isEqualTo("Bearer scope=\"gong:read\", " + METADATA));
  }

  @Test
  void whoseTokenIsWrongIsToldWhy() {
    service.run(
        context ->
            assertThat(context.getBean(Challenges.class).invalidToken("It has expired."))
                .isEqualTo(
                    "Bearer error=\"invalid_token\", error_description=\"It has expired.\","
                        + " scope=\"gong:read\", "
                        + METADATA));
  }

  @Test
  void whoLacksAScopeIsToldAllThatAreNeededWithThoseHeHas() {
    service.run(
        context ->
            assertThat(
                    context
                        .getBean(Challenges.class)
                        .insufficientScope(
                            new Caller("us:ann", Set.of(Role.AUDIT), ACCOUNT),
                            Set.of(Role.READ, Role.WRITE)))
                .contains(
                    "Bearer error=\"insufficient_scope\","
                        + " scope=\"gong:read gong:write gamelan:audit\", "
                        + METADATA
                        + ", error_description=\"The token lacks a scope that this needs.\""));
  }

  @Test
  void whoShowedALocalTokenIsNotSentAnywhere() {
    service.run(
        context ->
            assertThat(
                    context
                        .getBean(Challenges.class)
                        .insufficientScope(
                            new Caller("reader", Set.of(Role.READ)), Set.of(Role.WRITE)))
                .isEmpty());
    assertThat(
            new Challenges(null)
                .insufficientScope(new Caller("us:ann", Set.of(), ACCOUNT), Set.of(Role.WRITE)))
        .isEmpty();
  }

  @Test
  void whoHasTheScopesButNotTheMembershipIsNotSentRoundInCircles() {
    var reader =
        new Account(
            "https://login.example.com",
            "ann",
            "Ann",
            null,
            Set.of("gong:write"),
            Set.of(),
            Set.of());

    service.run(
        context ->
            assertThat(
                    context
                        .getBean(Challenges.class)
                        .insufficientScope(
                            new Caller("us:ann", Set.of(), reader), Set.of(Role.READ, Role.WRITE)))
                .isEmpty());
  }

  @Test
  void anAuthorizationServerThatIsAwayDoesNotStopTheStart() {
    service
        .withPropertyValues("gamelan.identity.oauth.issuers[0].issuer=http://localhost:1")
        .run(context -> assertThat(context).hasNotFailed().hasSingleBean(IdentityFilter.class));
  }
}
