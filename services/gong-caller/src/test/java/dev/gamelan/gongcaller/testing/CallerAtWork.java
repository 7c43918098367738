package dev.gamelan.gongcaller.testing;

import static dev.gamelan.gongcaller.testing.ScriptedQuota.granted;

import dev.gamelan.simulator.arrivals.Arrival;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** A gong-caller in this JVM, with everything it needs. */
public final class CallerAtWork implements AutoCloseable {
  public final Surroundings around;
  public final TopicProbe topics;
  private final CallerContext context;

  /** Needs the broker to be there. */
  public CallerAtWork(String... more) throws IOException {
    around = new Surroundings();
    context = new CallerContext(around, more);
    topics = new TopicProbe(Surroundings.servers());
  }

  /** No faults at Gong, and permits for everybody. */
  void asUsual() {
    around.gong.faults(0);
    around.keys(true);
    around.quota.away(false);
    around.quota.usually(granted(0, 5_000, 0));
  }

  public Arrival arrivalOf(String callId) {
    return around.gong.arrivals(0).stream()
        .filter(arrival -> arrival.target().contains(callId))
        .findFirst()
        .orElseThrow();
  }

  public HttpResponse<String> ask(
      String who, String method, String path, @Nullable String body, String... headers) {
    return context.ask(who, method, path, body, headers);
  }

  public CallerContext context() {
    return context;
  }

  public HttpResponse<String> get(String path) {
    return context.get(path);
  }

  @Override
  public void close() throws IOException {
    context.close();
    topics.close();
    around.close();
  }
}
