package dev.gamelan.identity.tokens;

import static dev.gamelan.identity.tokens.Tokens.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFileTest {
  @TempDir private Path folder;
  private Instant now = Instant.EPOCH;
  private Path path;
  private TokenFile file;

  @BeforeEach
  void twoTokens() {
    path =
        Tokens.file(
            folder.resolve("tokens.json"),
            Instant.EPOCH,
            entry("ann", "kept", "read"),
            entry("bob", "revoked", "read"));
    file = new TokenFile(path, () -> now);
  }

  @Test
  void aRevokedTokenStopsWorkingWithinASecond() {
    Tokens.file(path, Instant.ofEpochSecond(1), entry("ann", "kept", "read"));
    now = now.plus(TokenFile.LOOK_EVERY).minusNanos(1);
    assertThat(file.tokens().callerOf("revoked")).isPresent();

    now = now.plusNanos(1);
    assertThat(file.tokens().callerOf("revoked")).isEmpty();
    assertThat(file.tokens().callerOf("kept")).isPresent();
  }

  @Test
  void aRevokedTokenStopsWorkingAtOnceWhenTheClockHasGoneBack() {
    now = now.plusSeconds(3600);
    file.tokens();
    Tokens.file(path, Instant.ofEpochSecond(1), entry("ann", "kept", "read"));
    now = now.minusSeconds(1800);

    assertThat(file.tokens().callerOf("revoked")).isEmpty();
  }

  @Test
  void anUnchangedFileIsNotReadAgain() {
    KnownTokens before = file.tokens();
    now = now.plusSeconds(10);

    assertThat(file.tokens()).isSameAs(before);
  }

  @Test
  void aHalfWrittenFileTakesNothingAwayAndIsReadOnceItIsWhole() {
    Tokens.text(path, Instant.ofEpochSecond(1), "{\"tokens\":[");
    now = now.plusSeconds(1);
    assertThat(file.tokens().callerOf("kept")).isPresent();

    Tokens.file(path, Instant.ofEpochSecond(2), entry("cia", "added", "read"));
    now = now.plusSeconds(1);
    assertThat(file.tokens().callerOf("added")).isPresent();
    assertThat(file.tokens().callerOf("kept")).isEmpty();
  }
}
