package dev.gamelan.gongcaller.gong;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.schemas.FilePart;
import dev.gamelan.schemas.GongRequest;
import dev.gamelan.schemas.QueryParameter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.apache.hc.core5.http.HttpHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutgoingRequestTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/calls",
        "/v2",
        "/v2/../simulator",
        "/v2/%2e%2E/simulator",
        "/v2/./calls",
        "/v2//calls",
        "/v2/calls?x=1",
        "/v2/calls#x",
        "/v2/calls\\x",
        "/v2/calls HTTP/1.1",
        "/v2/calls\r\nX: y",
        "/v2/%",
        "https://elsewhere/v2/calls",
        "//elsewhere/v2/calls"
      })
  void aPathThatIsNotGongsIsRefused(String path) {
    assertThat(OutgoingRequest.problem(request(path).build())).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/v2/calls", "/v2/calls/123/media", "/v2/library/a%20b", "/v2/flows/x..y"})
  void aPathOfGongsIsTaken(String path) {
    assertThat(OutgoingRequest.problem(request(path).build())).isEmpty();
  }

  @Test
  void anUnknownMethodIsRefused() {
    assertThat(OutgoingRequest.problem(request("/v2/calls").setMethod("CONNECT").build()))
        .isPresent();
  }

  @Test
  void theQueryIsEncoded() {
    var outgoing =
        OutgoingRequest.of(
            request("/v2/calls")
                .setQuery(
                    List.of(
                        new QueryParameter("from", "2026-01-01T00:00:00+01:00"),
                        new QueryParameter("a&b", "c d\r\n")))
                .build(),
            null,
            new HttpHost("http", "localhost", 80),
            "/base");
    assertThat(outgoing.getPath())
        .isEqualTo("/base/v2/calls?from=2026-01-01T00%3A00%3A00%2B01%3A00&a%26b=c%20d%0D%0A");
  }

  @Test
  void aFileWithAHeaderInItsTypeIsRefused() {
    var file =
        FilePart.newBuilder()
            .setName("dataFile")
            .setFileName("x")
            .setContentType("text/plain\r\nX: y")
            .setContent(ByteBuffer.allocate(1))
            .build();
    assertThat(OutgoingRequest.problem(request("/v2/crm/entities").setFile(file).build()))
        .isPresent();
  }

  @Test
  void aQueryWithoutEndIsRefused() {
    var endless = new QueryParameter("x", "y".repeat(16_000));
    assertThat(OutgoingRequest.problem(request("/v2/calls").setQuery(List.of(endless)).build()))
        .isPresent();
  }

  @Test
  void theNameOfAFileBreaksOutOfNoHeader() throws IOException {
    var file =
        FilePart.newBuilder()
            .setName("dataFile")
            .setFileName("../a\"b\\c\r\nX: y")
            .setContentType("text/plain")
            .setContent(ByteBuffer.allocate(1))
            .build();
    var outgoing =
        OutgoingRequest.of(
            request("/v2/crm/entities").setFile(file).build(),
            null,
            new HttpHost("http", "localhost", 80),
            "");
    var sent = new ByteArrayOutputStream();
    Objects.requireNonNull(outgoing.getEntity()).writeTo(sent);
    assertThat(sent.toString(StandardCharsets.UTF_8))
        .contains("filename=\".._a_b_c__X: y\"")
        .doesNotContain("\nX: y");
  }

  private static GongRequest.Builder request(String path) {
    return GongRequest.newBuilder().setMethod("GET").setPath(path).setQuery(List.of());
  }
}
