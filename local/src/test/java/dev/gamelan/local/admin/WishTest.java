package dev.gamelan.local.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WishTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "2026-06-01T08:00:00Z, 2026-06-01T08:00:00Z",
    "2026-06-01, 2026-06-01T00:00:00Z",
    "P30D, 2026-05-31T12:00:00Z",
    "PT8H, 2026-05-01T20:00:00Z"
  })
  void readsATimeADayOrHowLongFromNow(String text, String until) throws IOException {
    assertThat(Wish.until(text, NOW)).isEqualTo(until);
  }

  @Test
  void saysHowATimeIsWritten() {
    assertThatThrownBy(() -> Wish.until("tomorrow", NOW))
        .hasMessageStartingWith("--until tomorrow is not a time: say 2027-01-31T08:00:00Z");
  }

  @Test
  void readsANameAndASecretInTwoLines() throws IOException {
    var secret = Secret.of(new StringReader("key\n\n  s3cr3t \n"), "It");
    assertThat(secret).isEqualTo(new Secret("key", "s3cr3t"));
    assertThat(secret.toString()).doesNotContain("s3cr3t");
  }

  @Test
  void doesNotRepeatASecretThatItCannotUse() {
    assertThatThrownBy(() -> Secret.of(new StringReader("s3cr3t\n"), "The file"))
        .hasMessage(
            "The file must have two lines: first the name (the access key), then the secret.");
  }

  @Test
  void saysWhatIsWrongWithAFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("policy.json"), "[1]");
    assertThatThrownBy(() -> Wish.document(file.toString()))
        .hasMessage(file + " must hold one JSON object.");
    assertThatThrownBy(() -> Wish.document(folder.resolve("none").toString()))
        .hasMessage("There is no file %s.".formatted(folder.resolve("none")));
  }
}
