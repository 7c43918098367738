package dev.gamelan.simulator.http;

import java.time.Duration;
import java.util.Map;
import org.springframework.http.MediaType;

/** What goes back over the wire, and when. */
record Reply(int status, MediaType type, Map<String, String> headers, byte[] body, Duration delay) {

  static final MediaType JSON = MediaType.parseMediaType("application/json;charset=UTF-8");

  boolean isOk() {
    return status < 300;
  }

  Reply with(byte[] otherBody) {
    return new Reply(status, type, headers, otherBody, delay);
  }
}
