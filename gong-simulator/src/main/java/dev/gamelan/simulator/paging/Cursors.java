package dev.gamelan.simulator.paging;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Writes and reads cursors as JSON web tokens signed with HS256, as Gong's are. */
@Component
class Cursors {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final String HEADER =
      ENCODER.encodeToString("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.UTF_8));

  private final JsonMapper json;
  private final SecretKeySpec key;

  Cursors(JsonMapper json) {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    this.json = json;
    this.key = new SecretKeySpec(secret, "HmacSHA256");
  }

  String write(Cursor cursor) {
    String signed = HEADER + '.' + ENCODER.encodeToString(json.writeValueAsBytes(cursor));
    return signed + '.' + ENCODER.encodeToString(signature(signed));
  }

  Optional<Cursor> read(String token) {
    int dot = token.lastIndexOf('.');
    if (!token.startsWith(HEADER + '.') || dot <= HEADER.length()) {
      return Optional.empty();
    }
    try {
      byte[] offered = Base64.getUrlDecoder().decode(token.substring(dot + 1));
      if (!MessageDigest.isEqual(offered, signature(token.substring(0, dot)))) {
        return Optional.empty();
      }
      byte[] payload = Base64.getUrlDecoder().decode(token.substring(HEADER.length() + 1, dot));
      return Optional.of(json.readValue(payload, Cursor.class));
    } catch (IllegalArgumentException | JacksonException notOurs) {
      return Optional.empty();
    }
  }

  private byte[] signature(String signed) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
