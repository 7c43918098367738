package dev.gamelan.gongcaller.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealsTest {
  private static final byte[] SECRET = "very-secret".getBytes(StandardCharsets.UTF_8);
  private static final Place HERE = new Place("acme", 7, "access-key-secret");

  @TempDir private Path folder;

  @Test
  void whatIsSealedOpensInItsPlace() throws IOException {
    Seals seals = seals(key("one", 1));
    WrappedKey key = seals.newKey("acme");
    byte[] sealed = seals.seal(key, HERE, SECRET);
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("very-secret");
    assertThat(seals.open(key, HERE, sealed)).isEqualTo(SECRET);
    assertThat(seals.seal(key, HERE, SECRET)).isNotEqualTo(sealed);
  }

  @Test
  void movedToAnotherGenerationOrFieldItDoesNotOpen() throws IOException {
    Seals seals = seals(key("one", 1));
    WrappedKey key = seals.newKey("acme");
    byte[] sealed = seals.seal(key, HERE, SECRET);
    for (Place elsewhere :
        new Place[] {
          new Place("acme", 8, "access-key-secret"), new Place("acme", 7, "access-key")
        }) {
      assertThatThrownBy(() -> seals.open(key, elsewhere, sealed))
          .isInstanceOf(SealBrokenException.class)
          .hasMessageContaining("acme");
    }
  }

  @Test
  void movedToAnotherConnectionNeitherTheKeyNorTheSecretOpens() throws IOException {
    Seals seals = seals(key("one", 1));
    WrappedKey key = seals.newKey("acme");
    byte[] sealed = seals.seal(key, HERE, SECRET);
    Place elsewhere = new Place("other", 7, "access-key-secret");
    assertThatThrownBy(() -> seals.open(key, elsewhere, sealed))
        .isInstanceOf(SealBrokenException.class);
    WrappedKey others = seals.newKey("other");
    assertThatThrownBy(() -> seals.open(others, elsewhere, sealed))
        .isInstanceOf(SealBrokenException.class);
  }

  @Test
  void aDataKeyIsOfOneConnectionAndNoOthers() throws IOException {
    Seals seals = seals(key("one", 1));
    WrappedKey key = seals.newKey("acme");
    seals.check(key, "acme");
    assertThatThrownBy(() -> seals.check(key, "other")).isInstanceOf(SealBrokenException.class);
    byte[] sealed = seals.seal(key, HERE, SECRET);
    WrappedKey another = seals.newKey("acme");
    assertThatThrownBy(() -> seals.open(another, HERE, sealed))
        .isInstanceOf(SealBrokenException.class);
  }

  @Test
  void noTwoPlacesLookAlike() {
    assertThat(
            Stream.of(
                    new Place("a", 1, "f"),
                    new Place("b", 1, "f"),
                    new Place("a", 2, "f"),
                    new Place("a", 1, "g"),
                    new Place("a", 12, "3"),
                    new Place("a", 1, "23"),
                    new Place("a1", 2, "3"))
                .map(place -> HexFormat.of().formatHex(place.associatedData())))
        .doesNotHaveDuplicates();
  }

  @Test
  void oneChangedBitIsNoticed() throws IOException {
    Seals seals = seals(key("one", 1));
    WrappedKey key = seals.newKey("acme");
    byte[] sealed = seals.seal(key, HERE, SECRET);
    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertThatThrownBy(() -> seals.open(key, HERE, changed))
          .isInstanceOf(SealBrokenException.class);
    }
  }

  @Test
  void afterAChangeOfTheMasterKeyAllOpensAndTheOldOneIsNeededNoLongerOnceWrappedAnew()
      throws IOException {
    Seals before = seals(key("one", 1));
    WrappedKey key = before.newKey("acme");
    byte[] sealed = before.seal(key, HERE, SECRET);

    Seals both = seals(key("two", 2), key("one", 1));
    assertThat(both.open(key, HERE, sealed)).isEqualTo(SECRET);
    assertThat(both.isOutdated(key)).isTrue();
    WrappedKey anew = both.rewrap(key, "acme");
    assertThat(both.isOutdated(anew)).isFalse();

    Seals after = seals(key("two", 2));
    assertThat(after.open(anew, HERE, sealed)).isEqualTo(SECRET);
    assertThatThrownBy(() -> after.open(key, HERE, sealed))
        .hasMessageContaining("master key one")
        .hasMessageContaining("missing");
  }

  @Test
  void aWrongMasterKeyOfTheRightNameIsNamed() throws IOException {
    WrappedKey key = seals(key("one", 1)).newKey("acme");
    Seals wrong = seals(key("one", 2));
    assertThatThrownBy(() -> wrong.check(key, "acme"))
        .isInstanceOf(SealBrokenException.class)
        .hasMessageContaining("acme")
        .hasMessageContaining("not the one it was wrapped with");
  }

  @Test
  void withoutAFileNothingIsSealedAndTheSentenceSaysWhatToDo() {
    Seals none = new Seals(new MasterKeys(new SealProperties(null)));
    assertThat(none.ready()).isFalse();
    assertThatThrownBy(() -> none.newKey("acme"))
        .hasMessageContaining("gamelan.seal.master-keys-file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "# nothing", "one", "one:short", "one:!!!!", ":QUJD", "a b:QUJD", "one:QUJD"})
  void aFileThatHoldsNoUsableKeyIsRefusedWithoutBeingRepeated(String content) throws IOException {
    assertThatThrownBy(() -> seals(content))
        .isInstanceOf(SealBrokenException.class)
        .hasMessageContaining("gamelan.seal.master-keys-file")
        .hasMessageNotContainingAny("short", "!!!!", "QUJD");
  }

  @Test
  void twoKeysOfOneNameAreRefused() {
    assertThatThrownBy(() -> seals(key("one", 1), key("one", 2))).hasMessageContaining("Line 2");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> new MasterKeys(new SealProperties(missing)))
        .hasMessageContaining("missing")
        .hasMessageContaining("cannot be read");
  }

  @Test
  void textsSayNothingOfKeys() throws IOException {
    assertThat(seals(key("one", 1)).newKey("acme").toString())
        .isEqualTo("WrappedKey[masterKeyId=one]");
  }

  private Seals seals(String... lines) throws IOException {
    Path file = Files.createTempFile(folder, "master", "keys");
    Files.writeString(file, String.join("\n", lines));
    return new Seals(new MasterKeys(new SealProperties(file)));
  }

  private static String key(String id, int fill) {
    byte[] key = new byte[32];
    java.util.Arrays.fill(key, (byte) fill);
    return id + ":" + Base64.getEncoder().encodeToString(key);
  }
}
