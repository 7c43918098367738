package dev.gamelan.simulator.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
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
                  new AccessKey("one", "first:secret", Set.of()),
                  new AccessKey("two", "second", Set.of("api:users:read")))));

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
    assertThat(keys.find(basic("one:first:secret")).orElseThrow().mayUse("api:any")).isTrue();
    AccessKey limited = keys.find(basic("two:second")).orElseThrow();
    assertThat(limited.mayUse("api:users:read")).isTrue();
    assertThat(limited.mayUse("api:logs:read")).isFalse();
  }

  @Test
  void forgetsTheOldKeysWhenTheyAreReplaced() {
    keys.replace(List.of(new AccessKey("one", "changed", Set.of())));

    assertThat(keys.find(basic("one:first:secret"))).isEmpty();
    assertThat(keys.find(basic("one:changed"))).isPresent();
  }

  @Test
  void doesNotPrintTheSecret() {
    assertThat(keys.all().toString()).doesNotContain("second").contains("two");
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }
}
