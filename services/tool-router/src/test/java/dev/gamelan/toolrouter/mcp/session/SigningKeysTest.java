package dev.gamelan.toolrouter.mcp.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SigningKeysTest {
  @TempDir Path folder;

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("keys"), content);
  }

  @Test
  void aLineIsAKeyAndTheFirstComesFirst() throws IOException {
    List<byte[]> keys =
        SigningKeys.read(file("A".repeat(43) + "\n\nB" + "A".repeat(42) + "\n"), null);

    assertThat(keys).hasSize(2).allMatch(key -> key.length == 32);
    assertThat(keys.getFirst()).containsOnly(0);
    assertThat(keys.getLast()).startsWith(4);
  }

  @Test
  void withoutAFileAndWithoutLeaveToDoWithoutItDoesNotStart() {
    assertThatThrownBy(() -> SigningKeys.read(null, null))
        .hasMessageContaining("gamelan.mcp.signing-key-file");
    assertThatThrownBy(() -> SigningKeys.read(null, "another word"))
        .hasMessageContaining("gamelan.mcp.signing-key-file");
  }

  @Test
  void anEphemeralKeyIsAnotherOneEachTime() {
    assertThat(SigningKeys.read(null, "ephemeral").getFirst())
        .hasSize(32)
        .isNotEqualTo(SigningKeys.read(null, "ephemeral").getFirst());
  }

  @ParameterizedTest
  @CsvSource({"'', holds no key", "abcd, fewer than 32 bytes", "***, not base64url"})
  void aFileThatIsWrongIsNamed(String content, String problem) throws IOException {
    Path file = file(content);

    assertThatThrownBy(() -> SigningKeys.read(file, "ephemeral"))
        .hasMessageContaining(problem)
        .hasMessageContaining(file.toString());
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> SigningKeys.read(folder.resolve("none"), null))
        .hasMessageContaining("cannot be read");
  }
}
