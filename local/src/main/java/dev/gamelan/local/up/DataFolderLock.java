package dev.gamelan.local.up;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps two installations from using one data folder at the same time. */
record DataFolderLock(FileChannel channel) implements AutoCloseable {
  static DataFolderLock take(Path data) throws IOException {
    Files.createDirectories(data);
    var channel =
        FileChannel.open(data.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return new DataFolderLock(channel);
      }
    } catch (OverlappingFileLockException heldHere) {
      // said below
    }
    channel.close();
    throw new IOException(
        "Gamelan already runs on %s. Stop it with ./gamelan down, or use another folder with --data."
            .formatted(data));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
