package dev.gamelan.identity.tokens;

import static dev.gamelan.identity.tokens.Tokens.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gamelan.identity.Caller;
import dev.gamelan.identity.Role;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownTokensTest {
  @TempDir private Path folder;

  @Test
  void knowsEachCallerByTheHashAlone() {
    var tokens =
        read(entry("ann", "first", "read"), entry("bob", "second", "read", "write", "admin"));

    assertThat(tokens.callerOf("first")).contains(new Caller("ann", Set.of(Role.READ)));
    assertThat(tokens.callerOf("second"))
        .contains(new Caller("bob", Set.of(Role.READ, Role.WRITE, Role.ADMIN)));
    assertThat(tokens.callerOf("third")).isEmpty();
    assertThat(tokens.callerOf("")).isEmpty();
  }

  @Test
  void aTokenMaySayGroupsAndTheProgramThatAsks() {
    String text =
        """
        {"tokens":[{"name":"ann","sha256":"%s","roles":["read"],"groups":["/sales"],"clientId":"claude"}]}
        """
            .formatted("a7937b64b8caa58f03721bb6bacf5c78cb235febe0e70b1b84cd99541461a08e");
    Path file = Tokens.text(folder.resolve("tokens.json"), Instant.EPOCH, text);

    Caller ann = KnownTokens.read(file).callerOf("first").orElseThrow();

    assertThat(ann).isEqualTo(new Caller("ann", Set.of(Role.READ), Set.of("/sales"), "claude"));
    assertThat(ann.groups()).containsExactly("/sales");
    assertThat(ann.clientId()).isEqualTo("claude");
  }

  @Test
  void aTokenMayBeReplacedByHavingTwoForAWhile() {
    var tokens = read(entry("ann", "old", "audit"), entry("ann", "new", "audit"));

    assertThat(tokens.callerOf("old")).isEqualTo(tokens.callerOf("new")).isPresent();
  }

  @Test
  void anEndlessTokenIsNotEvenHashed() {
    String endless = "x".repeat(4097);

    assertThat(read(entry("ann", endless, "permit")).callerOf(endless)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          {"tokens":[                                     | is not as it should be
          {}                                              | has no list "tokens"
          {"tokens":[],"more":1}                          | is not as it should be
          {"tokens":[null]}                               | lacks its name, sha256 or roles
          {"tokens":[{"sha256":"00","roles":[]}]}         | lacks its name, sha256 or roles
          {"tokens":[{"name":"a","roles":["read"]}]}      | lacks its name, sha256 or roles
          {"tokens":[{"name":"a","sha256":"00"}]}         | lacks its name, sha256 or roles
          {"tokens":[{"name":"a","sha256":"00","roles":["read"]}]} | needs 64 lower-case hex digits as the sha256 of a
          {"tokens":[{"name":"us:ann","sha256":"00","roles":["read"]}]} | has a name that is not 1 to 64 letters
          {"tokens":[{"name":"","sha256":"00","roles":["read"]}]}  | has a name that is not 1 to 64 letters
          {"tokens":[{"name":"a","sha256":"00","roles":["root"]}]} | is not as it should be
          {"tokens":[{"name":"a","sha256":"0000000000000000000000000000000000000000000000000000000000000000","roles":[],"groups":[""]}]} | groups or a clientId of a
          {"tokens":[{"name":"a","sha256":"0000000000000000000000000000000000000000000000000000000000000000","roles":[],"clientId":" "}]} | groups or a clientId of a
          """)
  void aFileThatIsNotAsItShouldBeIsRefusedWithAReason(String text, String reason) {
    Path file = Tokens.text(folder.resolve("tokens.json"), Instant.EPOCH, text);

    assertThatThrownBy(() -> KnownTokens.read(file))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("The token file " + file + " (gamelan.tokens.file)")
        .hasMessageContaining(reason);
  }

  @Test
  void oneTokenForTwoCallersIsRefused() {
    String[] entries = {entry("ann", "same", "read"), entry("bob", "same", "read")};

    assertThatThrownBy(() -> read(entries)).hasMessageContaining("has the token of bob twice");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> KnownTokens.read(folder.resolve("nowhere.json")))
        .hasMessageContaining("nowhere.json")
        .hasMessageContaining("cannot be read");
  }

  private KnownTokens read(String... entries) {
    return KnownTokens.read(Tokens.file(folder.resolve("tokens.json"), Instant.EPOCH, entries));
  }
}
