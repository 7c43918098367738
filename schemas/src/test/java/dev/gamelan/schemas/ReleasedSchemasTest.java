package dev.gamelan.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaFormatter;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Fails the build on a change of a record that old readers or old writers would not survive. */
class ReleasedSchemasTest {
  private static final Path FILES = Path.of("src/main/resources/dev/gamelan/schemas");
  private static final boolean FREEZE = Boolean.getBoolean("gamelan.schemas.freeze");

  static List<Topic<?>> topics() {
    return Topics.ALL;
  }

  @ParameterizedTest
  @MethodSource("topics")
  void everyReleasedVersionAndTheCurrentOneReadEachOther(Topic<?> topic) {
    for (Schema released : ReleasedSchemas.of(topic)) {
      assertThat(SchemaChange.breaks(released, current(topic)))
          .as("%s breaks with a released version; see docs/schemas.md", topic.name())
          .isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("topics")
  void theCurrentVersionIsFrozen(Topic<?> topic) throws IOException {
    // Schemas are equal that differ in nothing but documentation.
    List<Schema> released = ReleasedSchemas.of(topic);
    boolean frozen = !released.isEmpty() && released.getLast().equals(current(topic));
    if (!frozen && FREEZE) {
      everyReleasedVersionAndTheCurrentOneReadEachOther(topic);
      Files.createDirectories(FILES.resolve("released"));
      Files.writeString(
          FILES.resolve(ReleasedSchemas.file(topic, released.size() + 1)),
          SchemaFormatter.format("json/pretty", current(topic)) + "\n");
      return;
    }
    assertThat(frozen)
        .as(
            "The record of %s differs from its newest released version. If that is meant, freeze"
                + " it as version %d: mvn -pl schemas test -Dgamelan.schemas.freeze=true",
            topic.name(), released.size() + 1)
        .isTrue();
  }

  @Test
  @DisabledIfSystemProperty(named = "gamelan.schemas.freeze", matches = "true")
  void noReleasedVersionIsLostWithItsTopicOrSkipped() throws IOException {
    List<String> read =
        Topics.ALL.stream()
            .flatMap(
                topic ->
                    Stream.iterate(1, version -> version + 1)
                        .limit(ReleasedSchemas.of(topic).size())
                        .map(version -> ReleasedSchemas.file(topic, version)))
            .toList();
    try (Stream<Path> files = Files.list(FILES.resolve("released"))) {
      assertThat(files.map(file -> FILES.relativize(file).toString()))
          .containsExactlyInAnyOrderElementsOf(read);
    }
  }

  private static Schema current(Topic<?> topic) {
    return WireSchema.of(SpecificData.get().getSchema(topic.type()));
  }
}
