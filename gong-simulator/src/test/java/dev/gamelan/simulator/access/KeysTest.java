package dev.gamelan.simulator.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {
  private final Keys keys =
      new Keys(
          new AccessProperties(
              List.of(
                  AccessKey.of("one", "first:secret"),
                  AccessKey.of("two", "second", "api:users:read"))));

  @Test
  void knowsEachKeyByItsOwnSecret() {
    assertThat(keys.find(basic("one:first:secret"))).map(AccessKey::accessKey).contains("one");
    assertThat(keys.find(basic("two:second"))).map(AccessKey::accessKey).contains("two");
    assertThat(keys.find(basic("one:second"))).isEmpty();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "Basic", "Basic !!!", "Basic b25l", "Bearer one:first:secret"})
  void refusesAnythingElse(@Nullable String header) {
    assertThat(keys.find(header)).isEmpty();
  }

  @Test
  void letsAKeyWithoutScopesDoEverything() {
    assertThat(keys.find(basic("one:first:secret")).orElseThrow().grant().mayUse("api:any"))
        .isTrue();
    Grant limited = keys.find(basic("two:second")).orElseThrow().grant();
    assertThat(limited.mayUse("api:users:read")).isTrue();
    assertThat(limited.mayUse("api:logs:read")).isFalse();
  }

  @Test
  void forgetsTheOldKeysWhenTheyAreReplaced() {
    keys.replace(List.of(AccessKey.of("one", "changed")));

    assertThat(keys.find(basic("one:first:secret"))).isEmpty();
    assertThat(keys.find(basic("one:changed"))).isPresent();
  }

  @Test
  void keepsTwoPairsAliveBesideEachOtherUntilOneIsRevoked() {
    keys.put(AccessKey.of("three", "third"));
    assertThat(keys.find(basic("three:third"))).isPresent();
    assertThat(keys.find(basic("two:second"))).isPresent();

    assertThat(keys.revoke("two")).isTrue();

    assertThat(keys.find(basic("two:second"))).isEmpty();
    assertThat(keys.find(basic("three:third"))).isPresent();
    assertThat(keys.revoke("two")).isFalse();
  }

  @Test
  void killsTheOldSecretWhenAKeyIsRegenerated() {
    AccessKey regenerated = keys.regenerate("two").orElseThrow();

    assertThat(keys.find(basic("two:second"))).isEmpty();
    assertThat(keys.find(basic("two:" + regenerated.secret()))).isPresent();
    assertThat(regenerated.scopes()).containsExactly("api:users:read");
    assertThat(keys.regenerate("nobody")).isEmpty();
  }

  @Test
  void doesNotPrintTheSecret() {
    assertThat(keys.all().toString()).doesNotContain("second").contains("two");
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }
}
