package dev.gamelan.toolrouter.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What administrators send, and how they are answered. */
public final class Administrators {
  private Administrators() {}

  public static McpPost.Reply get(RunningRouter router, String token, String path) {
    return McpPost.to(router.url() + path).as(token).send("GET", BodyPublishers.noBody());
  }

  public static McpPost.Reply send(
      RunningRouter router, String token, String method, String path, String body) {
    return McpPost.to(router.url() + path).as(token).send(method, BodyPublishers.ofString(body));
  }

  public static McpPost.Reply put(
      RunningRouter router, String path, String body, @Nullable String tag) {
    McpPost post = McpPost.to(router.url() + path).as(RunningRouter.GOVERNOR);
    return (tag == null ? post : post.with("If-Match", tag))
        .send("PUT", BodyPublishers.ofString(body));
  }

  public static McpPost.Reply delete(RunningRouter router, String path, String tag) {
    return McpPost.to(router.url() + path)
        .as(RunningRouter.GOVERNOR)
        .with("If-Match", tag)
        .send("DELETE", BodyPublishers.noBody());
  }

  public static String code(McpPost.Reply reply) {
    assertThat(reply.headers().get("content-type")).isEqualTo("application/problem+json");
    return reply.json().path("code").asString();
  }

  public static String tag(McpPost.Reply reply) {
    return reply.headers().getOrDefault("etag", "none");
  }

  public static McpPost.Reply eventually(
      RunningRouter router, String token, String path, Predicate<McpPost.Reply> wanted) {
    return await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(20))
        .until(() -> get(router, token, path), wanted);
  }
}
