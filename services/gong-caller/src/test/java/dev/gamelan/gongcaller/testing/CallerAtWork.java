package dev.gamelan.gongcaller.testing;

import dev.gamelan.gongcaller.GongCallerApplication;
import java.io.IOException;
import java.util.Objects;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** A gong-caller in this JVM, with everything it needs. */
public final class CallerAtWork implements AutoCloseable {
  public final Surroundings around;
  public final TopicProbe topics;
  private final ConfigurableApplicationContext context;

  /** Needs the broker to be there. */
  public CallerAtWork(String... more) throws IOException {
    around = new Surroundings();
    context = start(more);
    topics = new TopicProbe(Surroundings.servers());
  }

  private ConfigurableApplicationContext start(String... more) throws IOException {
    return new SpringApplicationBuilder(GongCallerApplication.class)
        .properties("spring.config.name=gong-caller")
        .run(around.arguments(more).toArray(String[]::new));
  }

  public String url() {
    var server = ((WebServerApplicationContext) context).getWebServer();
    return "http://localhost:" + Objects.requireNonNull(server).getPort();
  }

  @Override
  public void close() throws IOException {
    context.close();
    topics.close();
    around.close();
  }
}
