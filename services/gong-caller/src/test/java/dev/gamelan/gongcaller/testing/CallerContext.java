package dev.gamelan.gongcaller.testing;

import dev.gamelan.gongcaller.GongCallerApplication;
import dev.gamelan.gongcaller.ledger.WriteLedger;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** A gong-caller in this JVM; there may be several. */
public final class CallerContext implements AutoCloseable {
  private final SpansSeen spans = new SpansSeen();
  private final ConfigurableApplicationContext context;

  public CallerContext(Surroundings around, String... more) throws IOException {
    context =
        new SpringApplicationBuilder(GongCallerApplication.class)
            .properties("spring.config.name=gong-caller")
            .initializers(made -> made.getBeanFactory().registerSingleton("spansSeen", spans))
            .run(around.arguments(more).toArray(String[]::new));
  }

  public HttpResponse<String> get(String path) {
    try (var http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create(url() + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException problem) {
      throw new IllegalStateException(problem);
    }
  }

  /** As somebody, with a body where there is one, and headers by name and value in turn. */
  public HttpResponse<String> ask(
      String who, String method, String path, @Nullable String body, String... headers) {
    return ask(url(), who, method, path, body, headers);
  }

  private String url() {
    var server = ((WebServerApplicationContext) context).getWebServer();
    return "http://localhost:" + Objects.requireNonNull(server).getPort();
  }

  /** The same of any gong-caller. */
  public static HttpResponse<String> ask(
      String url,
      String who,
      String method,
      String path,
      @Nullable String body,
      String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Authorization", "Bearer " + People.token(who))
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try (var http = HttpClient.newHttpClient()) {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException problem) {
      throw new IllegalStateException(problem);
    }
  }

  public SpansSeen spans() {
    return spans;
  }

  /** What happens every now and then. */
  public void forgetOldWrites() {
    context.getBean(WriteLedger.class).forgetOld();
  }

  public boolean isReady() {
    return get("/actuator/health/readiness").statusCode() == 200;
  }

  @Override
  public void close() {
    context.close();
  }
}
