package dev.gamelan.local.admin;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** What is stopped, or let go on. */
final class Stopped {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "WHAT",
      description = "everything, connection, tool or client.")
  private @Nullable String what;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description = "Of a tool or client; of a connection, if not --connection.")
  private @Nullable String name;

  Stopped() {}

  Stopped(String what, @Nullable String name) {
    this.what = what;
    this.name = name;
  }

  boolean isNothing() {
    return what == null;
  }

  String path(String connection) throws IOException {
    return switch (String.valueOf(what)) {
      case "everything" -> "kill-switches/installation";
      case "connection" ->
          "kill-switches/connections/" + AdminClient.segment(name == null ? connection : name);
      case "tool" ->
          "kill-switches/connections/%s/tools/%s"
              .formatted(AdminClient.segment(connection), AdminClient.segment(named()));
      case "client" -> "kill-switches/clients/" + AdminClient.segment(named());
      default ->
          throw new IOException("Say what: everything, connection NAME, tool NAME or client ID.");
    };
  }

  private String named() throws IOException {
    if (name == null) {
      throw new IOException("Say which %s: ./gamelan admin stop %s NAME".formatted(what, what));
    }
    return name;
  }

  String words(String connection) {
    return switch (String.valueOf(what)) {
      case "everything" -> "Everything";
      case "connection" -> "The connection " + (name == null ? connection : name);
      default -> "The %s %s".formatted(what, name);
    };
  }
}
