package dev.gamelan.toolrouter.governance.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.schemas.GovernedKind;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class DocumentsTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  @Test
  void aDocumentIsReadAsItWasWritten() {
    AccessProfile profile =
        new AccessProfile(
            "Sales",
            Set.of("ann"),
            Set.of("/sales"),
            false,
            Set.of("calls"),
            AccessProfile.Terms.TIMED,
            Duration.ofHours(8),
            null,
            true);

    assertThat(Documents.read(GovernedKind.PROFILE, Documents.write(profile))).isEqualTo(profile);
    assertThat(Documents.write(profile)).contains("\"lastsFor\":\"PT8H\"");
  }

  @Test
  void whatOwnersReadIsLeftAsItIs() {
    assertThat(Documents.read(GovernedKind.POLICY, "{\"any\":1}"))
        .isEqualTo(new Document.OfItsOwner("{\"any\":1}"));
    assertThat(Documents.read(GovernedKind.VISIBILITY, "{}"))
        .isEqualTo(new Document.OfItsOwner("{}"));
  }

  @Test
  void aFieldOfALaterVersionIsToleratedOnRecordAndRefusedFromPeople() {
    String json = "{\"tools\":[],\"later\":true}";

    assertThat(Documents.read(GovernedKind.TOOLSET, json)).isInstanceOf(Toolset.class);
    assertThat(Documents.read(MAPPER.readTree(json), Toolset.class))
        .isInstanceOfSatisfying(
            Documents.Reading.Wrong.class,
            wrong -> assertThat(wrong.sentence()).startsWith("later is not known here"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "TOOL      | {}",
        "TOOL      | {\"state\":null}",
        "TOOL      | {\"state\":1}",
        "TOOL      | {\"state\":\"HALF\"}",
        "TOOL      | []",
        "TOOL      | null",
        "TOOL      | not JSON",
        "TOOL      | {\"state\":\"APPROVED\"} {}",
        "TOOLSET   | {\"tools\":[null]}",
        "REQUEST   | {\"state\":\"GRANTED\"}",
        "PROFILE   | {\"toolsets\":null}",
        "CATALOGUE | {\"tools\":[]}",
        "UNKNOWN   | {}"
      })
  void whatIsNotUnderstoodSaysSoAndNothingIsGuessed(GovernedKind kind, String json) {
    assertThat(Documents.read(kind, json)).isEqualTo(new Document.NotUnderstood());
  }
}
