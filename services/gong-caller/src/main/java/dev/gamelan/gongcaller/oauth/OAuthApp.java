package dev.gamelan.gongcaller.oauth;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** An integration as it was registered with Gong. Its text says nothing of the secret. */
public record OAuthApp(String clientId, String clientSecret) {
  private static final Pattern ID = Pattern.compile("[\\x21-\\x39\\x3b-\\x7e]{1,200}");
  private static final Pattern SECRET = Pattern.compile("[\\x21-\\x7e]{1,4096}");

  /** Whether both can be sent at all. */
  public boolean isUsable() {
    return ID.matcher(clientId).matches() && SECRET.matcher(clientSecret).matches();
  }

  String authorization() {
    String pair = clientId + ":" + clientSecret;
    return "Basic "
        + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public String toString() {
    return "OAuthApp[%s]".formatted(clientId);
  }
}
