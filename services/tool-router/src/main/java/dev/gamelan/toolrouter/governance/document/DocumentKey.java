package dev.gamelan.toolrouter.governance.document;

import dev.gamelan.schemas.GovernedKind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which document is meant.
 *
 * @param connection empty where the whole installation is concerned
 */
public record DocumentKey(GovernedKind kind, String connection, String name) {
  public static final String INSTALLATION = "";

  public static DocumentKey ofInstallation(GovernedKind kind, String name) {
    return new DocumentKey(kind, INSTALLATION, name);
  }

  /**
   * Where a document stands.
   *
   * @param connection null for the whole installation
   */
  public static String placeOf(@Nullable String connection) {
    return connection == null ? INSTALLATION : connection;
  }

  /** Such as {@code tool default/gong_list_calls}. */
  public String subject() {
    String where = connection.isEmpty() ? name : connection + "/" + name;
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-') + " " + where;
  }
}
