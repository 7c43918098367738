package dev.gamelan.local.gateway;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A running installation as {@code gateway.json} describes it.
 *
 * @param pid the launcher's process
 * @param registryUrl null where records go without a schema registry
 */
public record Gateway(
    long pid,
    String mcpUrl,
    String adminUrl,
    String adminToken,
    List<User> users,
    String kafka,
    @Nullable String registryUrl,
    String gongUrl,
    Map<String, Running> services) {

  public record User(String name, String token, List<String> roles) {}

  /** One service: its process and where its HTTP is. */
  public record Running(long pid, String url) {}

  public Gateway with(Map<String, Running> running) {
    return new Gateway(
        pid, mcpUrl, adminUrl, adminToken, users, kafka, registryUrl, gongUrl, running);
  }

  public User user(String name) {
    return users.stream()
        .filter(user -> user.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no user %s here; there are %s."
                        .formatted(
                            name, String.join(", ", users.stream().map(User::name).toList()))));
  }

  public Running service(String name) {
    Running running = services.get(name);
    if (running == null) {
      throw new IllegalArgumentException(
          "No service %s here; there are %s."
              .formatted(name, String.join(", ", services.keySet())));
    }
    return running;
  }
}
