package dev.gamelan.identity.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.identity.Account;
import dev.gamelan.identity.Caller;
import dev.gamelan.identity.Role;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class AccountsTest {
  private static Caller read(String subject, String token, String... settings) {
    Map<String, String> all = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      all.put("gamelan.identity.oauth." + settings[i], settings[i + 1]);
    }
    OAuthProperties properties = Bound.properties(all);
    return new Accounts(
            properties.claims(), new Granting(properties.scopes(), properties.reservedFor()))
        .caller("https://login.example.com", "us", subject, new JsonMapper().readTree(token));
  }

  private static Account account(Caller caller) {
    return Objects.requireNonNull(caller.account());
  }

  @Test
  void keycloaksClaimsAreReadByDefault() {
    Caller caller =
        read(
            "8c6f",
            """
            {"preferred_username": "ann", "name": "Ann Example", "azp": "claude",
             "groups": ["/sales", "/sales/emea"], "realm_access": {"roles": ["manager"]},
             "scope": "openid gong:read gamelan:audit"}
            """);

    assertThat(caller)
        .isEqualTo(
            new Caller(
                "us:8c6f",
                Set.of(Role.READ, Role.AUDIT),
                new Account(
                    "https://login.example.com",
                    "8c6f",
                    "ann",
                    "claude",
                    Set.of("openid", "gong:read", "gamelan:audit"),
                    Set.of("/sales", "/sales/emea"),
                    Set.of("manager"))));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "'{\"email\": \"Ann@Example.com\"}', ann@example.com",
        "'{\"email\": \"ann@example.com\", \"email_verified\": true}', ann@example.com",
        "'{\"email\": \"ann@example.com\", \"email_verified\": false}', none",
        "'{\"email\": \"ann@example.com\", \"email_verified\": {}}', none",
        "'{\"email\": \"ann\"}', none",
        "{}, none",
      })
  void anEmailCountsUnlessItIsUnchecked(String token, @Nullable String email) {
    assertThat(account(read("s", token)).email()).isEqualTo(email);
  }

  @Test
  void listsOfScopesAndTopLevelRolesAreReadByDefault() {
    Caller caller =
        read("s", "{\"scp\": [\"gong:write\"], \"roles\": [\"Admin\"], \"appid\": \"4711\"}");

    assertThat(caller.roles()).containsExactlyInAnyOrder(Role.READ, Role.WRITE);
    assertThat(account(caller).roles()).containsExactly("Admin");
    assertThat(account(caller).clientId()).isEqualTo("4711");
    assertThat(caller.displayName()).isEqualTo("us:s");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://example.com/teams", "a.b", "/a/b", "/x~1y/0"})
  void aClaimIsFoundByNameByPathAndByPointer(String path) {
    String token =
        "{\"https://example.com/teams\": \"t\", \"a\": {\"b\": [\"t\"]}, \"x/y\": [\"t\"]}";

    assertThat(account(read("s", token, "claims.groups", path)).groups()).containsExactly("t");
  }

  @Test
  void claimsOfAnotherShapeAreNothing() {
    Caller caller =
        read(
            "s",
            """
            {"preferred_username": 7, "email": {"a": 1}, "groups": {"a": "b"}, "azp": [],
             "realm_access": "x", "scope": 3, "scp": [1, null, {"gong:write": true}, "  "]}
            """);

    assertThat(caller.roles()).isEmpty();
    assertThat(account(caller))
        .isEqualTo(
            new Account(
                "https://login.example.com", "s", "us:s", null, Set.of(), Set.of(), Set.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "8c6f2e1a-0000-4000-8000-000000000001, us:8c6f2e1a-0000-4000-8000-000000000001",
    "auth0|abc, us:auth0|abc",
    "reader, us:reader",
    "gong-caller, us:gong-caller",
    "them:ann, us:~8a6ba6bcc4f9a1f4c4a0f1ca1a7e2e6b9cb0b3a4",
  })
  void noSubjectCanTakeALocalNameOrAnotherIssuersCaller(String subject, String name) {
    Caller caller = read(subject, "{}");

    if (name.contains("~")) {
      assertThat(caller.name()).matches("us:~[0-9a-f]{40}");
    } else {
      assertThat(caller.name()).isEqualTo(name);
    }
    assertThat(caller.name()).doesNotMatch("[A-Za-z0-9._@+-]{1,64}");
  }

  @Test
  void longAndOddSubjectsStayApartAndSafe() {
    String longest = "x".repeat(500);
    Caller one = read(longest + "1", "{}");
    Caller two = read(longest + "2", "{}");

    assertThat(one.name()).isNotEqualTo(two.name()).hasSizeLessThan(70);
    assertThat(read("a\nb{}\u202e", "{}").name()).matches("us:~[0-9a-f]{40}");
    assertThat(read("~0", "{}").name()).matches("us:~[0-9a-f]{40}");
  }

  @Test
  void whatPeopleAreShownIsShortAndWritesNoLinesOfItsOwn() {
    Account account =
        account(
            read(
                "s",
                "{\"preferred_username\": \"ann\\nroot\\u202e%s\", \"groups\": [\"a\\nb\", \"ok\"]}"
                    .formatted("x".repeat(300))));

    assertThat(account.displayName()).startsWith("annrootxx").hasSize(128);
    assertThat(account.groups()).containsExactly("ok");
  }
}
