package dev.gamelan.benchmarks.edge;

import dev.gamelan.local.infrastructure.Broker;
import dev.gamelan.local.infrastructure.FreePort;
import dev.gamelan.toolrouter.ToolRouterApplication;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The tool-router alone, as a process on one core, and the broker that it writes to on another. */
final class Router implements Door {
  static final String TOKEN = "token-of-the-benchmark";
  private static final String META =
      "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientInfo\":{\"name\":\"benchmark\",\"version\":\"1\"},\"io.modelcontextprotocol/clientCapabilities\":{}}";

  private final Broker broker;
  private final Process process;
  private final int port;

  private Router(Broker broker, Process process, int port) {
    this.broker = broker;
    this.process = process;
    this.port = port;
  }

  static Router start(Path data, String... settings) throws IOException, InterruptedException {
    Files.createDirectories(data);
    Broker broker = Broker.start(data.resolve("kafka"), FreePort.find());
    Path tokens =
        Files.writeString(
            data.resolve("tokens.json"),
            "{\"tokens\":[{\"name\":\"benchmark\",\"sha256\":\"%s\",\"roles\":[\"read\"]}]}"
                .formatted(sha256(TOKEN)));
    int port = FreePort.find();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(System.getProperty("gamelan.benchmark.flags", "-Xmx512m").split(" ")));
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            ToolRouterApplication.class.getName(),
            "--server.port=" + port,
            "--server.address=127.0.0.1",
            "--spring.kafka.bootstrap-servers=" + broker.servers(),
            "--spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration,org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration",
            "--gamelan.tokens.file=" + tokens,
            "--gamelan.mcp.signing-key=ephemeral",
            "--gamelan.governance.new-tools=approved",
            "--gamelan.governance.without-profile=approved-tools"));
    for (String setting : settings) {
      command.add("--" + setting);
    }
    Process process =
        new ProcessBuilder(Core.measured(command))
            .redirectErrorStream(true)
            .redirectOutput(data.resolve("router.log").toFile())
            .start();
    Started.await(port, "/actuator/health/readiness", process, data.resolve("router.log"));
    return new Router(broker, process, port);
  }

  @Override
  public String name() {
    return "Gamelan";
  }

  long pid() {
    return process.pid();
  }

  int port() {
    return port;
  }

  static byte[] request(String method, String name, String params) {
    return Wire.post(
        "/mcp",
        "Authorization: Bearer %s\r\nMCP-Protocol-Version: 2026-07-28\r\nMcp-Method: %s\r\n%s"
            .formatted(TOKEN, method, name.isEmpty() ? "" : "Mcp-Name: " + name + "\r\n"),
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"%s\",\"params\":{%s%s%s}}"
            .formatted(method, params, params.isEmpty() ? "" : ",", META));
  }

  @Override
  public Client connect(Asked asked) throws IOException {
    byte[] request =
        switch (asked) {
          case LIST -> request("tools/list", "", "");
          case REFUSED_CALL ->
              request(
                  "tools/call",
                  "gong_delete_meeting",
                  "\"name\":\"gong_delete_meeting\",\"arguments\":{\"meetingId\":\"1\"}");
        };
    return new Asking(new Wire(port), request);
  }

  private static String sha256(String token) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public void close() {
    Started.stop(process);
    broker.close();
  }
}
