package dev.gamelan.toolrouter.mcp.gong;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** One Gong user as a page to read. */
final class UserCard {
  private UserCard() {}

  static String text(JsonNode user) {
    List<String> lines = new ArrayList<>();
    lines.add("# " + nameOf(user));
    lines.add("");
    line(lines, "Title", user.path("title").asString(""));
    line(lines, "Email", user.path("emailAddress").asString(""));
    line(lines, "Phone", user.path("phoneNumber").asString(""));
    line(lines, "Active", user.path("active").asBoolean(true) ? "yes" : "no");
    line(lines, "Since", user.path("created").asString(""));
    String manager = user.path("managerId").asString("");
    line(lines, "Manager", manager.isBlank() ? "" : "gong://users/" + manager);
    line(lines, "User id", user.path("id").asString(""));
    return String.join("\n", lines) + "\n";
  }

  static String nameOf(JsonNode user) {
    String name =
        (user.path("firstName").asString("") + " " + user.path("lastName").asString("")).strip();
    return name.isBlank() ? user.path("emailAddress").asString("A user without a name") : name;
  }

  private static void line(List<String> lines, String name, String value) {
    if (!value.isBlank()) {
      lines.add("- %s: %s".formatted(name, value));
    }
  }
}
