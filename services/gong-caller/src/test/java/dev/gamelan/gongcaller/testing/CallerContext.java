package dev.gamelan.gongcaller.testing;

import dev.gamelan.gongcaller.GongCallerApplication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Objects;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** A gong-caller in this JVM; there may be several. */
public final class CallerContext implements AutoCloseable {
  private final ConfigurableApplicationContext context;

  public CallerContext(Surroundings around, String... more) throws IOException {
    context =
        new SpringApplicationBuilder(GongCallerApplication.class)
            .properties("spring.config.name=gong-caller")
            .run(around.arguments(more).toArray(String[]::new));
  }

  public HttpResponse<String> get(String path) {
    var server = ((WebServerApplicationContext) context).getWebServer();
    int port = Objects.requireNonNull(server).getPort();
    try (var http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException problem) {
      throw new IllegalStateException(problem);
    }
  }

  public boolean isReady() {
    return get("/actuator/health/readiness").statusCode() == 200;
  }

  @Override
  public void close() {
    context.close();
  }
}
