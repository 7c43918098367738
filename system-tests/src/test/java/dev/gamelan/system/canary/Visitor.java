package dev.gamelan.system.canary;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks, and keeps all that is answered. */
final class Visitor implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final Queue<Said> heard = new ConcurrentLinkedQueue<>();

  /** An answer: what was asked, without its query, and all that came back. */
  record Said(String place, int status, String headers, String body) {
    JsonNode json() {
      try {
        return JsonMapper.shared().readTree(body);
      } catch (JacksonException text) {
        return JsonMapper.shared().nullNode();
      }
    }
  }

  /** A request that is put together. */
  final class Asking {
    private final String method;
    private final String url;
    private final Map<String, String> headers = new LinkedHashMap<>();

    private Asking(String method, String url) {
      this.method = method;
      this.url = url;
    }

    Asking as(String token) {
      return with("Authorization", "Bearer " + token);
    }

    Asking with(String header, String value) {
      headers.put(header, value);
      return this;
    }

    Said send() throws IOException, InterruptedException {
      return send(null);
    }

    Said send(@Nullable String body) throws IOException, InterruptedException {
      headers.putIfAbsent("Content-Type", "application/json");
      headers.putIfAbsent("Accept", "application/json, text/event-stream");
      return publish(body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    }

    Said publish(HttpRequest.BodyPublisher body) throws IOException, InterruptedException {
      var request =
          HttpRequest.newBuilder(URI.create(url))
              .timeout(Duration.ofSeconds(90))
              .method(method, body);
      headers.forEach(request::header);
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      String asked = URI.create(url).getPath();
      var said =
          new Said(
              "answer %d %s %s".formatted(answer.statusCode(), method, asked),
              answer.statusCode(),
              answer.headers().map().toString(),
              answer.body());
      heard.add(said);
      return said;
    }
  }

  Asking ask(String method, String url) {
    return new Asking(method, url);
  }

  /** What is no HTTP, or not quite. */
  void sendRaw(String url, String text) throws IOException {
    URI to = URI.create(url);
    try (var socket = new Socket(to.getHost(), to.getPort())) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      InputStream in = socket.getInputStream();
      String answer = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      heard.add(new Said("answer 0 raw", 0, "", answer));
    }
  }

  List<Said> heard() {
    return List.copyOf(heard);
  }

  @Override
  public void close() {
    http.close();
  }
}
