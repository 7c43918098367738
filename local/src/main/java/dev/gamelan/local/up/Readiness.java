package dev.gamelan.local.up;

import dev.gamelan.local.services.ServicePlan;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Asks a service until it says that it is ready, and repeats what it says when it is not. */
final class Readiness {
  private Readiness() {}

  static void await(ServicePlan plan, Duration patience) throws IOException {
    long giveUp = System.nanoTime() + patience.toNanos();
    var request =
        HttpRequest.newBuilder(URI.create(plan.url() + "/actuator/health/readiness"))
            .timeout(Duration.ofSeconds(5))
            .build();
    String last = "it does not answer";
    try (var http = HttpClient.newHttpClient()) {
      while (System.nanoTime() < giveUp) {
        try {
          var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
          if (answer.statusCode() == 200) {
            return;
          }
          last = "it says " + answer.body();
        } catch (IOException notYet) {
          last = "it does not answer";
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while waiting for " + plan.name(), interrupted);
    }
    throw new IOException(
        "%s was not ready after %d s: %s".formatted(plan.name(), patience.toSeconds(), last));
  }
}
