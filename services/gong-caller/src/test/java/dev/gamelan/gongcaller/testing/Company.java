package dev.gamelan.gongcaller.testing;

import dev.gamelan.gongcaller.GongCallerApplication;
import dev.gamelan.simulator.oauth.OAuthClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A company at Gong that can consent to this installation, and the people who see to that. */
public final class Company implements AutoCloseable {
  public static final String CLIENT_ID = "app";
  public static final String CLIENT_SECRET = "app-secret-of-the-installation";

  private static final String BACK = "http://localhost:1/v1/oauth/callback";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  public final Surroundings around;
  private final Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  public Company() throws IOException {
    around = new Surroundings();
    around.gong.oauthClients(
        new OAuthClient(CLIENT_ID, CLIENT_SECRET, Set.of(BACK), Set.of()),
        new OAuthClient("own", "own-secret", Set.of(BACK), Set.of()));
    folder = Files.createTempDirectory("company");
  }

  /** What came back. */
  public record Reply(int status, String text, @Nullable String location) {
    public JsonNode json() {
      return JSON.readTree(text);
    }
  }

  /** One instance of gong-caller that knows of no connection yet. */
  public final class Instance implements AutoCloseable {
    private final ConfigurableApplicationContext context;

    private Instance(ConfigurableApplicationContext context) {
      this.context = context;
    }

    public Reply ask(String who, String method, String path, @Nullable String body) {
      return send(who, method, url() + path, body);
    }

    /** What Gong's page does with a browser: it comes back with whatever Gong sends it with. */
    public Reply bring(String query) {
      return send(null, "GET", url() + "/v1/oauth/callback?" + query, null);
    }

    private String url() {
      var server = ((WebServerApplicationContext) context).getWebServer();
      return "http://localhost:" + Objects.requireNonNull(server).getPort();
    }

    public JsonNode connection(String name) {
      return ask("owner", "GET", "/v1/connections/" + name, null).json();
    }

    @Override
    public void close() {
      context.close();
    }
  }

  public Instance instance(String name, String... more) throws IOException {
    return new Instance(
        new SpringApplicationBuilder(GongCallerApplication.class)
            .properties("spring.config.name=gong-caller")
            .run(arguments(name, more).toArray(String[]::new)));
  }

  /** One that can be killed. */
  public CallerProcess process(String name, String... more) throws IOException {
    return new CallerProcess(arguments(name, more));
  }

  private List<String> arguments(String name, String... more) throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), CLIENT_SECRET);
    Path known =
        Files.writeString(
            folder.resolve("known.json"),
            Stream.of("owner:admin", "keeper:connections", "auditor:audit", "ann:read")
                .map(one -> one.split(":", 2))
                .map(one -> token(one[0], one[1]))
                .collect(Collectors.joining(",", "{\"tokens\":[", "]}")));
    String key = Base64.getEncoder().encodeToString(new byte[32]);
    Path masterKeys = Files.writeString(folder.resolve("master-keys"), "first:" + key);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--gamelan.lane.instance=" + name,
                "--gamelan.tokens.file=" + known,
                "--gamelan.seal.master-keys-file=" + masterKeys,
                "--gamelan.gong.connections=",
                "--gamelan.gong.allowed-besides=" + around.gong.baseUrl() + ",http://localhost:1",
                "--gamelan.gong-oauth.authorize-url=" + around.gong.baseUrl() + "/oauth2/authorize",
                "--gamelan.gong-oauth.token-url="
                    + around.gong.baseUrl()
                    + "/oauth2/generate-customer-token",
                "--gamelan.gong-oauth.redirect-uri=" + BACK,
                "--gamelan.gong-oauth.client-id=" + CLIENT_ID,
                "--gamelan.gong-oauth.client-secret-file=" + secret));
    arguments.addAll(List.of(more));
    return around.arguments(arguments.toArray(String[]::new));
  }

  /** Sends a browser to Gong; the query with which Gong sends it back. */
  public String consent(Instance instance, String connection, @Nullable String body) {
    Reply asked =
        instance.ask("owner", "POST", "/v1/connections/" + connection + "/oauth/authorize", body);
    if (asked.status() != 200) {
      throw new IllegalStateException(asked.text());
    }
    Reply page = send(null, "GET", asked.json().path("authorizeUrl").asString(), null);
    return Objects.requireNonNull(
        URI.create(Objects.requireNonNull(page.location())).getRawQuery());
  }

  private Reply send(@Nullable String who, String method, String url, @Nullable String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (who != null) {
      request.header("Authorization", "Bearer token-of-" + who);
      request.header("Content-Type", "application/json");
      request.header("If-Match", "*");
    }
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Reply(
          response.statusCode(),
          response.body(),
          response.headers().firstValue("Location").orElse(null));
    } catch (IOException | InterruptedException problem) {
      throw new IllegalStateException(problem);
    }
  }

  private static String token(String name, String role) {
    return "{\"name\":\"%s\",\"sha256\":\"%s\",\"roles\":[\"%s\"]}"
        .formatted(name, sha256("token-of-" + name), role);
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public void close() throws IOException {
    http.close();
    around.close();
  }
}
