package dev.gamelan.gongcaller.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Where a sealed value belongs: moved anywhere else it does not open. */
public record Place(String connection, long generation, String field) {
  byte[] associatedData() {
    return associatedData(connection, Long.toString(generation), field);
  }

  /** With the length of each part before it, so that no two places look alike. */
  static byte[] associatedData(String... parts) {
    int length = 0;
    for (String part : parts) {
      length += Integer.BYTES + part.getBytes(StandardCharsets.UTF_8).length;
    }
    var joined = ByteBuffer.allocate(length);
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      joined.putInt(bytes.length).put(bytes);
    }
    return joined.array();
  }
}
