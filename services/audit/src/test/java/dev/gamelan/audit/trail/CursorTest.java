package dev.gamelan.audit.trail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
  @Test
  void comesBackAsItWentOut() {
    var cursor = new Cursor(Events.NOON.plusMillis(7), "c:1/ended");
    assertThat(Cursor.read(cursor.text())).contains(cursor);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no colon", "soon:c1", "99999999999999999:c1", ":c1", "1:c\0"})
  void isRefusedWhenItsInsideIsNotOurs(String inside) {
    var text = Base64.getUrlEncoder().encodeToString(inside.getBytes(StandardCharsets.UTF_8));
    assertThat(Cursor.read(text)).isEmpty();
  }

  @Test
  void isRefusedWhenItIsNoBase64() {
    assertThat(Cursor.read("%%%")).isEmpty();
  }
}
