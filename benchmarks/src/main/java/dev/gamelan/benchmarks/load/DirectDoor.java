package dev.gamelan.benchmarks.load;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Asks Gong itself, each question with a request of its own. */
public final class DirectDoor implements Door, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String gong;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public DirectDoor(String gong) {
    this.gong = gong;
  }

  @Override
  public CompletableFuture<Reply> ask(Question question) {
    return http.sendAsync(request(gong, question), HttpResponse.BodyHandlers.ofString())
        .handle(
            (answer, broken) ->
                answer == null
                    ? Reply.broken(broken)
                    : new Reply(answer.statusCode(), answer.body()));
  }

  /** The request to Gong that a question amounts to. */
  public static HttpRequest request(String gong, Question question) {
    String body = question.body();
    return HttpRequest.newBuilder(URI.create(gong + question.target()))
        .timeout(PATIENCE)
        .header("Authorization", Gong.AUTHORIZATION)
        .header("Content-Type", "application/json")
        .method(
            question.method(),
            body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  @Override
  public void close() {
    http.close();
  }
}
