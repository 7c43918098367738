package dev.gamelan.simulator.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** One HTTP request with its whole body, and the moment it arrived. */
record Visit(
    long number,
    long moment,
    String method,
    String path,
    @Nullable String rawQuery,
    Map<String, String> query,
    HttpHeaders headers,
    String address,
    byte[] body) {

  String target() {
    return rawQuery == null ? path : path + '?' + rawQuery;
  }
}
