package dev.gamelan.toolrouter.toolcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.identity.Caller;
import dev.gamelan.identity.Role;
import dev.gamelan.schemas.CallClass;
import dev.gamelan.toolrouter.catalog.Catalog;
import dev.gamelan.toolrouter.catalog.Tool;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class WriteKeyTest {
  private static final Tool WRITE = Catalog.load().find("gong_add_meeting").orElseThrow();
  private static final Tool READ = Catalog.load().find("gong_list_users").orElseThrow();
  private static final String ARGUMENTS = "{\"a\": 1, \"b\": [2, 3]}";

  @Test
  void isEachCallersOwnAtEachConnection() {
    String digest = key("ann", "default", "k", ARGUMENTS).digest();
    assertThat(digest).isEqualTo(key("ann", "default", "k", "{}").digest()).hasSize(64);
    assertThat(digest)
        .isNotEqualTo(key("bob", "default", "k", ARGUMENTS).digest())
        .isNotEqualTo(key("ann", "other", "k", ARGUMENTS).digest())
        .isNotEqualTo(key("ann", "default", "l", ARGUMENTS).digest());
    assertThat(key("ann", "de", "faultk", "{}").digest())
        .as("no part runs into the next")
        .isNotEqualTo(key("ann", "defau", "ltk", "{}").digest());
  }

  @Test
  void knowsTheSameWishInAnotherOrderAndNoOther() {
    String fingerprint = key("ann", "default", "k", ARGUMENTS).fingerprint();
    assertThat(fingerprint)
        .isEqualTo(key("bob", "other", "l", "{\"b\": [2, 3], \"a\": 1}").fingerprint())
        .isNotEqualTo(key("ann", "default", "k", "{\"a\": 1, \"b\": [3, 2]}").fingerprint())
        .isNotEqualTo(
            Objects.requireNonNull(
                    WriteKey.of(
                        call("ann", "default", "k", ARGUMENTS),
                        Catalog.load().find("gong_delete_meeting").orElseThrow()))
                .fingerprint());
    assertThat(key("ann", "default", "k", null).fingerprint())
        .isEqualTo(key("ann", "default", "k", "{}").fingerprint())
        .isEqualTo(key("ann", "default", "k", "null").fingerprint());
  }

  @Test
  void readsAndCallsWithoutOneHaveNone() {
    assertThat(WriteKey.of(call("ann", "default", null, ARGUMENTS), WRITE)).isNull();
    assertThat(WriteKey.of(call("ann", "default", "k", ARGUMENTS), READ)).isNull();
  }

  private static WriteKey key(
      String caller, String connection, String key, @Nullable String arguments) {
    return Objects.requireNonNull(WriteKey.of(call(caller, connection, key, arguments), WRITE));
  }

  private static ToolCall call(
      String caller, String connection, @Nullable String key, @Nullable String arguments) {
    return new ToolCall(
        "c-1",
        new Caller(caller, Set.of(Role.WRITE)),
        connection,
        WRITE.name(),
        arguments == null ? null : JsonMapper.shared().readTree(arguments),
        Instant.EPOCH,
        Instant.EPOCH,
        null,
        CallClass.INTERACTIVE,
        Map.of(),
        false,
        null,
        null,
        key);
  }
}
