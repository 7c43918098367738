package dev.gamelan.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class RecordsAloneTest {
  /** What runs where no class of ours has been loaded yet. */
  public static final class FirstRecord implements Supplier<String> {
    @Override
    public String get() {
      var event =
          AuditEvent.newBuilder()
              .setEventId("call/admitted")
              .setKind(AuditKind.CALL_ADMITTED)
              .setAt(Instant.EPOCH)
              .setService("tool-router")
              .setConnection("acme")
              .setCallId("call")
              .setCaller("ann")
              .setTool("gong_list_calls")
              .setOutcome("admitted")
              .build();
      return AuditEvent.newBuilder(event).build().getEffect().name();
    }
  }

  @Test
  void aRecordIsMadeFromDefaultsAndCopiedBeforeAnySerializerIsLoaded()
      throws IOException, ReflectiveOperationException {
    try (var fresh = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
      var first = fresh.loadClass(FirstRecord.class.getName());

      assertThat(first).isNotEqualTo(FirstRecord.class);
      assertThat(((Supplier<?>) first.getConstructor().newInstance()).get()).isEqualTo("UNKNOWN");
    }
  }

  private static URL[] classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .map(RecordsAloneTest::url)
        .toArray(URL[]::new);
  }

  private static URL url(Path entry) {
    try {
      return entry.toUri().toURL();
    } catch (MalformedURLException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
