package dev.gamelan.simulator.http;

import dev.gamelan.simulator.operations.Ask;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.springframework.http.MediaType;

/** Tells whether two writes carry the same: by content, whatever boundary a multipart body has. */
final class BodyDigest {
  private BodyDigest() {}

  static String of(Visit visit) {
    MessageDigest digest = sha256();
    String type = visit.headers().getFirst("Content-Type");
    if (type != null && type.startsWith("multipart/")) {
      for (Ask.Part part : Multipart.parts(MediaType.parseMediaType(type), visit.body())) {
        digest.update((part.name() + '\n').getBytes(StandardCharsets.UTF_8));
        digest.update(part.content());
      }
    } else {
      digest.update(visit.body());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
