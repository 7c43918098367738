package dev.gamelan.toolrouter.governance.document;

import dev.gamelan.schemas.GovernedKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that was stopped at once, until the document is deleted. */
public record KillSwitch(@Nullable String by, @Nullable Instant at, @Nullable String reason)
    implements Document {

  public static DocumentKey installation() {
    return DocumentKey.ofInstallation(GovernedKind.KILL_SWITCH, "installation");
  }

  public static DocumentKey connection(String connection) {
    return new DocumentKey(GovernedKind.KILL_SWITCH, connection, "connection");
  }

  public static DocumentKey tool(String connection, String tool) {
    return new DocumentKey(GovernedKind.KILL_SWITCH, connection, "tool/" + tool);
  }

  public static DocumentKey client(String clientId) {
    return DocumentKey.ofInstallation(GovernedKind.KILL_SWITCH, "client/" + clientId);
  }
}
