package dev.gamelan.toolrouter.visibility.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.schemas.VisibilityMirrored;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MirrorsTest {
  private static final Instant NOW = Instant.parse("2026-05-01T08:00:00Z");

  private final Mirrors mirrors = new Mirrors();

  private static VisibilityMirrored read(Instant triedAt, @Nullable Instant readAt) {
    return VisibilityMirrored.newBuilder()
        .setConnection("default")
        .setTriedAt(triedAt)
        .setReadAt(readAt)
        .build();
  }

  @Test
  void aReadingOlderThanWhatIsHereChangesNothing() {
    mirrors.replay(read(NOW, NOW));
    mirrors.replay(read(NOW.minusSeconds(60), NOW.minusSeconds(60)));

    assertThat(mirrors.find("default").orElseThrow().readAt()).isEqualTo(NOW);
  }

  @Test
  void aReadingThatFailedLeavesTheLastOneInForceAndSaysSo() {
    mirrors.replay(read(NOW.plusSeconds(60), NOW));

    assertThat(mirrors.find("default").orElseThrow().readAt()).isEqualTo(NOW);
    assertThat(mirrors.last("default").orElseThrow().getTriedAt()).isEqualTo(NOW.plusSeconds(60));
  }

  @Test
  void nothingIsGoneByBeforeAnythingWasRead() {
    mirrors.replay(read(NOW, null));

    assertThat(mirrors.find("default")).isEmpty();
    assertThat(mirrors.find("other")).isEmpty();
  }
}
