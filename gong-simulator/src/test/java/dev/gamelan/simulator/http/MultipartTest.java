package dev.gamelan.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.simulator.operations.Ask;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

class MultipartTest {

  @Test
  void findsEachPartWithItsNameFileAndBytes() {
    List<Ask.Part> parts =
        Multipart.parts(type("b"), bytes(body("b", "first\r\n--b2\r\nline", "second")));

    assertThat(parts).extracting(Ask.Part::name).containsExactly("one", "two");
    assertThat(parts.getFirst().fileName()).isEqualTo("a.csv");
    assertThat(new String(parts.get(1).content(), StandardCharsets.UTF_8)).isEqualTo("second");
  }

  @Test
  void findsNothingInADamagedBody() {
    assertThat(Multipart.parts(type("b"), bytes("--b\r\nContent-Disp"))).isEmpty();
    assertThat(Multipart.parts(type("other"), bytes(body("b", "x", "y")))).isEmpty();
    assertThat(Multipart.parts(MediaType.MULTIPART_FORM_DATA, bytes("x"))).isEmpty();
  }

  @Test
  void tellsTheSameUploadUnderAnotherBoundary() {
    assertThat(BodyDigest.of(visit("b1", "x"))).isEqualTo(BodyDigest.of(visit("b2", "x")));
    assertThat(BodyDigest.of(visit("b1", "x"))).isNotEqualTo(BodyDigest.of(visit("b1", "y")));
  }

  private static Visit visit(String boundary, String content) {
    var headers = new HttpHeaders();
    headers.setContentType(type(boundary));
    return new Visit(
        1, 1, "PUT", "/", null, Map.of(), headers, "", bytes(body(boundary, content, "same")));
  }

  private static MediaType type(String boundary) {
    return MediaType.parseMediaType("multipart/form-data; boundary=" + boundary);
  }

  private static String body(String boundary, String first, String second) {
    return "--"
        + boundary
        + "\r\nContent-Disposition: form-data; name=\"one\"; filename=\"a.csv\"\r\n"
        + "Content-Type: text/csv\r\n\r\n"
        + first
        + "\r\n--"
        + boundary
        + "\r\nContent-Disposition: form-data; name=\"two\"\r\n\r\n"
        + second
        + "\r\n--"
        + boundary
        + "--\r\n";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
