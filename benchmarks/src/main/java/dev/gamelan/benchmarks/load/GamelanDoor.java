package dev.gamelan.benchmarks.load;

import dev.gamelan.local.gateway.Gateway;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Asks an installation, as any program would. */
public final class GamelanDoor implements Door, AutoCloseable {
  private final Gateway gateway;
  private final Duration deadline;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public GamelanDoor(Gateway gateway, Duration deadline) {
    this.gateway = gateway;
    this.deadline = deadline;
  }

  @Override
  public CompletableFuture<Reply> ask(Question question) {
    return ask(question, null);
  }

  /**
   * @param connection another one than the default
   */
  public CompletableFuture<Reply> ask(
      Question question, @org.jspecify.annotations.Nullable String connection) {
    var request =
        HttpRequest.newBuilder(URI.create(gateway.adminUrl() + "/v1/tool-calls"))
            .timeout(deadline.plusSeconds(30))
            .header("Authorization", "Bearer " + token(question.user()))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"tool\":\"%s\",\"arguments\":%s,\"deadlineMs\":%d%s}"
                        .formatted(
                            question.tool(),
                            question.arguments(),
                            deadline.toMillis(),
                            connection == null ? "" : ",\"connection\":\"" + connection + '"')))
            .build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
        .handle(
            (answer, broken) ->
                answer == null
                    ? Reply.broken(broken)
                    : new Reply(answer.statusCode(), answer.body()));
  }

  private String token(String user) {
    return user.equals("admin") ? gateway.adminToken() : gateway.user(user).token();
  }

  @Override
  public void close() {
    http.close();
  }
}
