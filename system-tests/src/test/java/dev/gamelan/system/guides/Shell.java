package dev.gamelan.system.guides;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** One shell, in which what was set and defined stays for the next command. */
final class Shell implements AutoCloseable {
  private static final String END = "===ended===";

  private final Process bash;
  private final Writer in;
  private final BufferedReader out;

  Shell(Path folder, Map<String, String> environment) throws IOException {
    var builder = new ProcessBuilder("bash").directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    bash = builder.start();
    in = bash.outputWriter(StandardCharsets.UTF_8);
    out = new BufferedReader(new InputStreamReader(bash.getInputStream(), StandardCharsets.UTF_8));
  }

  record Ended(int code, String output) {}

  Ended run(String command) throws IOException {
    in.write(command + "\nended=$?; echo; echo " + END + "$ended\n");
    in.flush();
    var output = new StringBuilder();
    while (true) {
      String line = out.readLine();
      if (line == null) {
        throw new IOException("The shell has ended after " + output);
      }
      if (line.startsWith(END)) {
        return new Ended(Integer.parseInt(line.substring(END.length())), output.toString().strip());
      }
      output.append(line).append('\n');
    }
  }

  @Override
  public void close() {
    bash.destroy();
  }
}
