package dev.gamelan.toolrouter.mcp.gong;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GongUriTest {
  private static final String CALL_ID = "0f8b1c9e-0000-4000-8000-000000000001";

  @Test
  void everyKindOfAddressIsUnderstood() {
    assertThat(GongUri.of("gong://quota")).contains(new GongUri.Quota());
    assertThat(GongUri.of("gong://calls/42")).contains(new GongUri.Call("42"));
    assertThat(GongUri.of("gong://calls/42/transcript")).contains(new GongUri.Transcript("42"));
    assertThat(GongUri.of("gong://users/42")).contains(new GongUri.User("42"));
    assertThat(GongUri.of("gong://answers/%s/3".formatted(CALL_ID)))
        .contains(new GongUri.Answer(CALL_ID, 3));
  }

  @Test
  void whatIsWrittenIsUnderstood() {
    assertThat(GongUri.of(new GongUri.Transcript("42").uri()))
        .contains(new GongUri.Transcript("42"));
    assertThat(GongUri.of(new GongUri.Answer(CALL_ID, 99_999).uri()))
        .contains(new GongUri.Answer(CALL_ID, 99_999));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "gong://",
        "gong://calls/",
        "gong://calls/..",
        "gong://calls/42/../../users",
        "gong://calls/42?x=1",
        "gong://calls/42%2Ftranscript",
        "gong://calls/123456789012345678901",
        "gong://users/42/transcript",
        "gong://answers/42/1",
        "gong://answers/0f8b1c9e-0000-4000-8000-000000000001/0",
        "gong://answers/0f8b1c9e-0000-4000-8000-000000000001/100000",
        "GONG://quota",
        "file:///etc/passwd"
      })
  void anythingElseIsNoAddress(String uri) {
    assertThat(GongUri.of(uri)).isEmpty();
  }
}
