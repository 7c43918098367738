package dev.gamelan.system.guides;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** A page for administrators, and the commands that it prints, in blocks and within the text. */
record Guide(String file, List<String> commands) {
  private static final String FENCE = "```";
  private static final Set<String> SHELLS = Set.of("", "sh", "bash", "shell");

  private static final Pattern WITHIN =
      Pattern.compile("`((?:curl|docker|docker-compose|\\./gamelan) [^`]+)`");

  /** Blocks that are no commands, by their first lines. */
  private static final Set<String> NO_COMMANDS =
      Set.of(
          " AI clients (MCP)          programs (HTTP)",
          "HTTP/1.1 401",
          "WWW-Authenticate: Bearer error=\"insufficient_scope\", scope=\"gong:read gong:write\", resource_metadata=\"…\"");

  static Guide read(Path root, String file) throws IOException, InterruptedException {
    List<String> commands = new ArrayList<>();
    List<String> block = null;
    String fence = "";
    for (String line : Files.readAllLines(root.resolve(file))) {
      String text = line.strip();
      if (!text.startsWith(FENCE)) {
        if (block != null) {
          block.add(line);
        } else {
          WITHIN.matcher(line).results().forEach(found -> commands.add(found.group(1)));
        }
      } else if (block == null) {
        block = new ArrayList<>();
        fence = text.substring(FENCE.length()).strip();
      } else {
        if (SHELLS.contains(fence) && !NO_COMMANDS.contains(block.getFirst())) {
          commands.addAll(split(block));
        }
        block = null;
      }
    }
    return new Guide(file, commands);
  }

  /** A command goes on as long as the shell would wait for more of it. */
  private static List<String> split(List<String> lines) throws IOException, InterruptedException {
    List<String> commands = new ArrayList<>();
    var command = new StringBuilder();
    for (String line : lines) {
      if (command.isEmpty() && (line.isBlank() || line.strip().startsWith("#"))) {
        continue;
      }
      command.append(command.isEmpty() ? "" : "\n").append(line);
      if (!line.endsWith("\\") && isWhole(command.toString())) {
        commands.add(command.toString().strip());
        command.setLength(0);
      }
    }
    if (!command.isEmpty()) {
      throw new IllegalArgumentException("Not a whole command: " + command);
    }
    return commands;
  }

  private static boolean isWhole(String command) throws IOException, InterruptedException {
    return new ProcessBuilder("bash", "-n", "-c", command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }
}
