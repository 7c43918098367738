package dev.gamelan.identity.tokens;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the known tokens as the file says, looking at it at most once a second, so that a token
 * that was taken out stops working without a restart.
 */
public final class TokenFile {
  static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);

  private final Path file;
  private final InstantSource clock;
  private volatile Read read;

  private record Read(KnownTokens tokens, FileTime changed, Instant lookedAt) {
    /** Not where the clock has gone back since, for nobody knows how far. */
    boolean isRecentAt(Instant now) {
      return !now.isBefore(lookedAt) && now.isBefore(lookedAt.plus(LOOK_EVERY));
    }
  }

  public TokenFile(Path file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
    FileTime changed = changed();
    this.read = new Read(KnownTokens.read(file), changed, clock.instant());
  }

  public KnownTokens tokens() {
    Read last = read;
    return last.isRecentAt(clock.instant()) ? last.tokens() : look();
  }

  /** A file that cannot be read, perhaps half written, changes nothing but the log. */
  private synchronized KnownTokens look() {
    Instant now = clock.instant();
    Read last = read;
    if (last.isRecentAt(now)) {
      return last.tokens();
    }
    FileTime changed = changed();
    KnownTokens tokens = last.tokens();
    if (!changed.equals(last.changed())) {
      try {
        tokens = KnownTokens.read(file);
        LOG.info("The token file {} has changed and was read again", file);
      } catch (IllegalStateException wrong) {
        LOG.error("{}. The tokens known before stay valid.", wrong.getMessage());
      }
    }
    read = new Read(tokens, changed, now);
    return tokens;
  }

  private FileTime changed() {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException missing) {
      return FileTime.from(Instant.MIN);
    }
  }
}
