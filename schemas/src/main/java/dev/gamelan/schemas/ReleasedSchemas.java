package dev.gamelan.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/**
 * Every version of a topic's record that was ever released, so that what was written with it stays
 * readable; docs/schemas.md says how a version is added.
 */
final class ReleasedSchemas {
  private ReleasedSchemas() {}

  /** Oldest first. */
  static List<Schema> of(Topic<?> topic) {
    List<Schema> versions = new ArrayList<>();
    try {
      while (true) {
        try (InputStream file =
            ReleasedSchemas.class.getResourceAsStream(file(topic, versions.size() + 1))) {
          if (file == null) {
            return List.copyOf(versions);
          }
          versions.add(new Schema.Parser().parse(file));
        }
      }
    } catch (IOException unreadableJar) {
      throw new UncheckedIOException(unreadableJar);
    }
  }

  static String file(Topic<?> topic, int version) {
    return "released/%s.%d.avsc".formatted(topic.name(), version);
  }
}
