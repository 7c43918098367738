package dev.gamelan.toolrouter.testing;

import dev.gamelan.toolrouter.ToolRouterApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ReactorResourceFactory;

/** An instance of the service as it is deployed, on a port of its own. */
public final class RunningRouter implements AutoCloseable {
  public static final String READER = "token-of-the-reader";
  public static final String OTHER_READER = "token-of-another-reader";

  /** A reader of the group /sales whose token names the AI client "assistant". */
  public static final String ASSISTED = "token-of-the-assisted-reader";

  public static final String WRITER = "token-of-the-writer";

  public static final String OWNER = "token-of-the-owner";
  public static final String GOVERNOR = "token-of-the-governor";
  public static final String AUDITOR = "token-of-the-auditor";

  /** Reads, and decides where a profile says so. */
  public static final String APPROVER = "token-of-the-approver";

  /** Administers those connections that name it. */
  public static final String CONNECTOR = "token-of-the-connector";

  /** May read and write, is in the group /sales, and asks by the client {@code claude}. */
  public static final String AGENT = "token-of-an-agent";

  /** Where a test says nothing of what is governed. */
  private static final List<String> OPEN =
      List.of(
          "gamelan.governance.new-tools=approved",
          "gamelan.governance.without-profile=approved-tools");

  /** One for all instances of a test run. */
  private static final Path SIGNING_KEYS = file("signing-keys", "A".repeat(43) + "\n");

  private final ConfigurableApplicationContext context;

  /** One instance that stops must not take the connections of the others in this JVM along. */
  static class OwnNetwork {
    @Bean
    ReactorResourceFactory reactorResourceFactory() {
      ReactorResourceFactory own = new ReactorResourceFactory();
      own.setUseGlobalResources(false);
      return own;
    }
  }

  private RunningRouter(ConfigurableApplicationContext context) {
    this.context = context;
  }

  public static RunningRouter start(String... settings) {
    return startWith(List.of(), settings);
  }

  /** With further beans, such as what is offered in a test. */
  public static RunningRouter startWith(List<Class<?>> beans, String... settings) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--spring.config.name=tool-router",
                "--server.port=0",
                "--management.tracing.sampling.probability=1.0",
                "--logging.structured.format.console=",
                "--gamelan.tokens.file=" + tokenFile(),
                "--gamelan.mcp.signing-key-file=" + SIGNING_KEYS));
    for (String open : OPEN) {
      String key = open.substring(0, open.indexOf('=') + 1);
      if (Arrays.stream(settings).noneMatch(setting -> setting.startsWith(key))) {
        arguments.add("--" + open);
      }
    }
    for (String setting : settings) {
      arguments.add("--" + setting);
    }
    return new RunningRouter(
        new SpringApplicationBuilder(ToolRouterApplication.class)
            .sources(beans.toArray(Class<?>[]::new))
            .sources(OwnNetwork.class)
            .run(arguments.toArray(String[]::new)));
  }

  public String url() {
    if (context instanceof WebServerApplicationContext web && web.getWebServer() != null) {
      return "http://localhost:" + web.getWebServer().getPort();
    }
    throw new IllegalStateException("The router has no web server");
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  public <T> T bean(String name, Class<T> type) {
    return context.getBean(name, type);
  }

  @Override
  public void close() {
    context.close();
  }

  private static Path tokenFile() {
    return file(
        "tokens",
        """
        {"tokens": [
          {"name": "reader", "sha256": "%s", "roles": ["read"]},
          {"name": "other-reader", "sha256": "%s", "roles": ["read"]},
          {"name": "assisted", "sha256": "%s", "roles": ["read"], "groups": ["/sales"],
           "clientId": "assistant"},
          {"name": "writer", "sha256": "%s", "roles": ["read", "write"]},
          {"name": "agent", "sha256": "%s", "roles": ["read", "write"],
           "groups": ["/sales"], "clientId": "claude"},
          {"name": "owner", "sha256": "%s", "roles": ["admin"]},
          {"name": "governor", "sha256": "%s", "roles": ["governance"]},
          {"name": "auditor", "sha256": "%s", "roles": ["audit"]},
          {"name": "approver", "sha256": "%s", "roles": ["read"]},
          {"name": "connector", "sha256": "%s", "roles": ["connections"]}
        ]}
        """
            .formatted(
                sha256(READER),
                sha256(OTHER_READER),
                sha256(ASSISTED),
                sha256(WRITER),
                sha256(AGENT),
                sha256(OWNER),
                sha256(GOVERNOR),
                sha256(AUDITOR),
                sha256(APPROVER),
                sha256(CONNECTOR)));
  }

  private static Path file(String name, String content) {
    try {
      Path file = Files.createTempFile(name, "");
      file.toFile().deleteOnExit();
      return Files.writeString(file, content);
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
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
}
