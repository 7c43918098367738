package dev.gamelan.local.client;

import dev.gamelan.local.gateway.Gateway;
import dev.gamelan.local.gateway.GatewayFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What every command needs: which installation it talks to and how it prints. */
public final class Terminal {
  private static final JsonMapper PRETTY =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  @Mixin private final DataFolder folder = new DataFolder();

  @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print JSON, for scripts.")
  private boolean json;

  public boolean json() {
    return json;
  }

  public Gateway gateway() throws IOException {
    Path data = folder.path();
    return new GatewayFile(data)
        .running()
        .orElseThrow(
            () ->
                new IOException(
                    "Nothing runs on %s. Start it with ./gamelan up%s"
                        .formatted(
                            data,
                            data.equals(Path.of(".gamelan")) ? "." : " --data " + data + ".")));
  }

  public PrintWriter out() {
    return command.commandLine().getOut();
  }

  public PrintWriter err() {
    return command.commandLine().getErr();
  }

  public void print(JsonNode node) {
    out().println(PRETTY.writeValueAsString(node));
    out().flush();
  }

  /** Prints rows in columns as wide as their widest cell; the first row is the heading. */
  public void table(List<List<String>> rows) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int column = 0; column < columns; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    for (List<String> row : rows) {
      var line = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        line.append(row.get(column));
        if (column < columns - 1) {
          line.repeat(' ', widths[column] - row.get(column).length() + 2);
        }
      }
      out().println(line);
    }
    out().flush();
  }
}
