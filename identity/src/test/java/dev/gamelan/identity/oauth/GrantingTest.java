package dev.gamelan.identity.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gamelan.identity.Role;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrantingTest {
  private static final OAuthProperties.Scopes NAMES =
      new OAuthProperties.Scopes(
          "gong:read",
          "gong:write",
          "gamelan:admin",
          "gamelan:governance",
          "gamelan:connections",
          "gamelan:audit");

  private final Granting granting = new Granting(NAMES, Map.of());

  @ParameterizedTest
  @CsvSource({
    "gong:read, READ",
    "gong:write, 'READ WRITE'",
    "gamelan:admin, ADMIN",
    "gamelan:governance, GOVERNANCE",
    "gamelan:connections, CONNECTIONS",
    "gamelan:audit, AUDIT",
    "'gong:read gamelan:audit openid', 'READ AUDIT'",
    "permit, ''",
    "read, ''",
    "GONG:READ, ''",
    "'', ''",
  })
  void aScopeGrantsItsRoleAndWritingIncludesReading(String scopes, String roles) {
    Set<String> granted = Set.of(scopes.split(" "));

    assertThat(granting.roles(granted, Set.of()).stream().map(Role::name))
        .containsExactlyInAnyOrder(roles.isEmpty() ? new String[0] : roles.split(" "));
  }

  @Test
  void aReservedRoleCountsForItsMembersAlone() {
    var reserved = new Granting(NAMES, Map.of(Role.WRITE, Set.of("/editors", "editor")));

    assertThat(reserved.roles(Set.of("gong:read", "gong:write"), Set.of("/readers")))
        .containsExactly(Role.READ);
    assertThat(reserved.roles(Set.of("gong:write"), Set.of("editor")))
        .containsExactlyInAnyOrder(Role.READ, Role.WRITE);
    assertThat(reserved.roles(Set.of("gong:write"), Set.of())).isEmpty();
  }

  @Test
  void readingMayBeReservedToo() {
    var reserved = new Granting(NAMES, Map.of(Role.READ, Set.of("analyst")));

    assertThat(reserved.roles(Set.of("gong:write"), Set.of())).containsExactly(Role.WRITE);
  }

  @Test
  void scopesAreWrittenInOneOrderAndWithoutDoubles() {
    assertThat(granting.scopes(List.of(Role.AUDIT, Role.WRITE, Role.READ, Role.WRITE)))
        .isEqualTo("gong:read gong:write gamelan:audit");
    assertThat(granting.scopes(List.of(Role.PERMIT))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"gong:read", "'a b'", "'\"'", "''"})
  void namesThatCannotBeToldApartAreRefused(String name) {
    var names =
        new OAuthProperties.Scopes(
            "gong:read",
            name,
            "gamelan:admin",
            "gamelan:governance",
            "gamelan:connections",
            "gamelan:audit");

    assertThatThrownBy(() -> new Granting(names, Map.of()))
        .hasMessageContaining("gamelan.identity.oauth.scopes needs different names");
  }
}
