package dev.gamelan.local.admin;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

@Command(name = "go", description = "Let go on what was stopped.", mixinStandardHelpOptions = true)
final class GoCommand implements Callable<Integer> {
  @ParentCommand
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private AdminCommand admin;

  @Mixin private final Stopped stopped = new Stopped();

  @Override
  public Integer call() throws IOException {
    admin.run(
        (client, urls) -> {
          String url = urls.router(stopped.path(urls.connection()));
          client.delete(url, client.get(url));
          String words = stopped.words(urls.connection());
          admin.done(words, words + " goes on.");
        });
    return 0;
  }
}
