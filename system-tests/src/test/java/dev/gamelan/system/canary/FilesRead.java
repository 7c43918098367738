package dev.gamelan.system.canary;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Every file below a folder, the stores of the broker and the databases among them. */
record FilesRead(Path folder, Canaries canaries) {
  List<Canaries.Sighting> search() throws IOException {
    List<Path> all;
    try (var files = Files.walk(folder)) {
      all = files.filter(Files::isRegularFile).toList();
    }
    List<Canaries.Sighting> sightings = new ArrayList<>();
    for (Path file : all) {
      try {
        byte[] text = Files.readAllBytes(file);
        sightings.addAll(canaries.seenIn("file " + folder.relativize(file), text));
      } catch (NoSuchFileException gone) {
        // the broker and PostgreSQL come and go with theirs
      } catch (IOException unreadable) {
        throw new UncheckedIOException(file.toString(), unreadable);
      }
    }
    return sightings;
  }
}
