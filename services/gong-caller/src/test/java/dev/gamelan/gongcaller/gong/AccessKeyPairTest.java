package dev.gamelan.gongcaller.gong;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessKeyPairTest {
  @Test
  void aPairIsKnownAgainByBothItsParts() {
    String known = new AccessKeyPair("key", "secret").fingerprint();
    assertThat(new AccessKeyPair("key", "secret").fingerprint()).isEqualTo(known);
    assertThat(new AccessKeyPair("key", "other").fingerprint()).isNotEqualTo(known);
    assertThat(new AccessKeyPair("other", "secret").fingerprint()).isNotEqualTo(known);
    assertThat(known).doesNotContain("key").doesNotContain("secret").hasSize(64);
  }

  @Test
  void aSecretThatIsATokenSaysWhenItEnds() {
    assertThat(new AccessKeyPair("key", token("{\"exp\":1800000000}")).expiresAt())
        .isEqualTo(Instant.ofEpochSecond(1_800_000_000L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "nonsense",
        "{\"exp\":\"soon\"}",
        "{\"exp\":9223372036854775807}",
        "{\"exp\":1.5}"
      })
  void aSecretThatDoesNotSayHasNoEnd(String payload) {
    assertThat(new AccessKeyPair("key", token(payload)).expiresAt()).isNull();
    assertThat(new AccessKeyPair("key", "a.b").expiresAt()).isNull();
    assertThat(new AccessKeyPair("key", "a.!.c").expiresAt()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a:b", "a b", "a\nb", "ä", "a\u0000"})
  void aKeyThatCannotBeSentIsUnusable(String key) {
    assertThat(new AccessKeyPair(key, "secret").isUsable()).isFalse();
  }

  @Test
  void itsTextSaysNothing() {
    AccessKeyPair pair = new AccessKeyPair("the-key", "the-secret");
    GongAccount account =
        GongAccount.basic("acme", 1, new GongAddress("https", "api.gong.io", 443, ""), pair);
    assertThat(pair + " " + account)
        .doesNotContain("the-key", "the-secret", pair.authorization(), "Basic");
  }

  private static String token(String payload) {
    return "h."
        + Base64.getUrlEncoder().encodeToString(payload.getBytes(StandardCharsets.UTF_8))
        + ".s";
  }
}
