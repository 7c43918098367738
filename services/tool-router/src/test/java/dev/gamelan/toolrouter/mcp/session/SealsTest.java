package dev.gamelan.toolrouter.mcp.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.toolrouter.mcp.session.Seals.Purpose;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealsTest {
  private static final byte[] OLD =
      "an old key of thirty-two bytes!!".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NEW =
      "a new key of thirty-two bytes!!!".getBytes(StandardCharsets.US_ASCII);
  private final Seals seals = new Seals(List.of(NEW));

  @Test
  void whatWasSealedHereOpens() {
    String sealed = seals.seal(Purpose.SESSION, "gödel");

    assertThat(seals.open(Purpose.SESSION, sealed)).contains("gödel");
    assertThat(sealed).matches("[A-Za-z0-9_.-]+");
  }

  @Test
  void everyCharacterCounts() {
    String sealed = seals.seal(Purpose.SESSION, "content");
    for (int i = 0; i < sealed.length(); i++) {
      char other = sealed.charAt(i) == 'A' ? 'B' : 'A';
      String changed = sealed.substring(0, i) + other + sealed.substring(i + 1);

      assertThat(seals.open(Purpose.SESSION, changed)).as(changed).isEmpty();
    }
  }

  @Test
  void whatWasSealedForSomethingElseDoesNotOpen() {
    assertThat(seals.open(Purpose.REQUEST_STATE, seals.seal(Purpose.SESSION, "content"))).isEmpty();
  }

  @Test
  void anOldKeyStillOpensWhenANewOneSeals() {
    String old = new Seals(List.of(OLD)).seal(Purpose.SESSION, "content");
    Seals rotated = new Seals(List.of(NEW, OLD));

    assertThat(rotated.open(Purpose.SESSION, old)).contains("content");
    assertThat(seals.open(Purpose.SESSION, rotated.seal(Purpose.SESSION, "x"))).contains("x");
    assertThat(seals.open(Purpose.SESSION, old)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a", "a.b", "!!.!!", "YQ.", ".YQ", "YQ.YQ.YQ"})
  void whatIsNoSealDoesNotOpen(String nonsense) {
    assertThat(seals.open(Purpose.SESSION, nonsense)).isEmpty();
  }
}
