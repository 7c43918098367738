package dev.gamelan.local.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Keeps {@code gateway.json} of a data folder; only its owner may read it, for it holds tokens. */
public final class GatewayFile {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Path file;

  public GatewayFile(Path data) {
    this.file = data.resolve("gateway.json");
  }

  public void write(Gateway gateway) throws IOException {
    Path draft = file.resolveSibling(".gateway.json");
    Files.deleteIfExists(draft);
    Files.createFile(draft, OwnerOnly.FILE);
    Files.writeString(draft, JSON.writeValueAsString(gateway));
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The installation that runs on this data folder, if its launcher is alive. */
  public Optional<Gateway> running() throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      Gateway gateway = JSON.readValue(Files.readString(file), Gateway.class);
      return ProcessHandle.of(gateway.pid()).filter(ProcessHandle::isAlive).map(alive -> gateway);
    } catch (JacksonException unreadable) {
      throw new IOException(
          file + " is not what a running installation writes; delete it and start again",
          unreadable);
    }
  }

  public void delete() throws IOException {
    Files.deleteIfExists(file);
  }
}
