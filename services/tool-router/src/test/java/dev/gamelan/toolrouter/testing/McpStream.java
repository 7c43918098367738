package dev.gamelan.toolrouter.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Iterator;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A stream of server-sent events, read one message at a time. */
public final class McpStream implements AutoCloseable {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String DATA = "data: ";

  private final HttpClient client = HttpClient.newHttpClient();
  private final Stream<String> lines;
  private final Iterator<String> messages;

  private McpStream(HttpRequest request) {
    try {
      HttpResponse<Stream<String>> response =
          client.send(request, HttpResponse.BodyHandlers.ofLines());
      if (!response
          .headers()
          .firstValue("Content-Type")
          .orElse("")
          .startsWith("text/event-stream")) {
        throw new IllegalStateException("No stream: " + response + " " + response.body().toList());
      }
      lines = response.body();
      messages = lines.filter(line -> line.startsWith(DATA)).iterator();
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** Returns when the stream has begun. */
  public static McpStream open(HttpRequest request) {
    return new McpStream(request);
  }

  public JsonNode next() {
    return MAPPER.readTree(messages.next().substring(DATA.length()));
  }

  /** Waits for the end, or for something that comes instead. */
  public boolean hasEnded() {
    return !messages.hasNext();
  }

  /** Hangs up. */
  @Override
  public void close() {
    client.shutdownNow();
  }
}
