package dev.gamelan.schemas;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Speaks the REST API that Confluent-compatible schema registries share.
 *
 * <p>It is asked a dozen times in the life of a process, so it keeps no connection open.
 */
final class RegistryClient {
  private static final int ATTEMPTS = 3;
  private static final Duration PATIENCE_PER_ATTEMPT = Duration.ofSeconds(2);
  private static final Duration PAUSE_BEFORE_NEXT_ATTEMPT = Duration.ofMillis(100);
  private static final long LARGEST_ANSWER = 1024 * 1024;
  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final int UNKNOWN_ID = 40403;
  private static final JsonMapper JSON = new JsonMapper();

  private final RegistrySettings settings;
  private final Duration patience;

  RegistryClient(RegistrySettings settings) {
    this(settings, PATIENCE_PER_ATTEMPT);
  }

  RegistryClient(RegistrySettings settings, Duration patiencePerAttempt) {
    this.settings = settings;
    this.patience = patiencePerAttempt;
  }

  /** The id of the schema under this subject, newly given if the registry has not seen it. */
  int register(String subject, Schema schema) {
    String body = JSON.createObjectNode().put("schema", schema.toString()).toString();
    Answer answer =
        ask(
            request("/subjects/" + subject + "/versions")
                .POST(BodyPublishers.ofString(body))
                .build());
    return switch (answer.status()) {
      case 200 -> answer.json().path("id").asIntOpt().orElseThrow(() -> unavailable(answer));
      case 409, 422 ->
          throw new SerializationException(
              "The %s refuses the schema of %s as a version of %s: %s. Trying again does not help."
                  .formatted(settings, schema.getFullName(), subject, answer.message()));
      default -> throw unavailable(answer);
    };
  }

  /** The Avro schema that was registered under the id, if there is one. */
  Optional<Schema> schemaOf(int id) {
    Answer answer = ask(request("/schemas/ids/" + id).GET().build());
    if (answer.status() == 404 && answer.json().path("error_code").asInt(0) == UNKNOWN_ID) {
      return Optional.empty();
    }
    if (answer.status() != 200) {
      throw unavailable(answer);
    }
    String text = answer.json().path("schema").asStringOpt().orElseThrow(() -> unavailable(answer));
    try {
      return Optional.of(new Schema.Parser().parse(text));
    } catch (AvroRuntimeException registeredAsSomethingElse) {
      return Optional.empty();
    }
  }

  private HttpRequest.Builder request(String path) {
    var request =
        HttpRequest.newBuilder(URI.create(settings.url() + path))
            .header("Content-Type", CONTENT_TYPE)
            .header("Accept", CONTENT_TYPE + ", application/json");
    if (settings.username() != null) {
      String login =
          settings.username() + ":" + (settings.password() == null ? "" : settings.password());
      request.header(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
    }
    return request;
  }

  private record Answer(int status, JsonNode json) {
    String message() {
      return json.path("message").asString("no reason given");
    }

    /** The registry itself has trouble, which may be over at the next attempt. */
    boolean temporary() {
      return status >= 500 || status == 429;
    }
  }

  private Answer ask(HttpRequest request) {
    IOException unanswered = new IOException("not asked");
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        if (attempt > 1) {
          Thread.sleep(PAUSE_BEFORE_NEXT_ATTEMPT);
        }
        Answer answer = exchange(request);
        if (!answer.temporary() || attempt == ATTEMPTS) {
          return answer;
        }
      } catch (IOException problem) {
        unanswered = problem;
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
        throw unavailable("was not waited for, because this thread is to stop");
      }
    }
    throw unavailable("does not answer (%s)".formatted(unanswered));
  }

  /** One attempt; unlike the timeout of a request, this one bounds the body as well. */
  private Answer exchange(HttpRequest request) throws IOException, InterruptedException {
    HttpClient http = HttpClient.newBuilder().connectTimeout(patience).build();
    try {
      HttpResponse<String> response =
          http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), LARGEST_ANSWER))
              .get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(response.statusCode(), json(response.body()));
    } catch (TimeoutException late) {
      throw new IOException("no answer within " + patience.toMillis() + " ms", late);
    } catch (ExecutionException failed) {
      throw new IOException(String.valueOf(failed.getCause()), failed);
    } finally {
      http.shutdownNow();
    }
  }

  private static JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException notJson) {
      return JSON.missingNode();
    }
  }

  private RegistryUnavailableException unavailable(Answer answer) {
    String hint =
        switch (answer.status()) {
          case 401, 403 ->
              "; check %s and %s".formatted(RegistrySettings.USERNAME, RegistrySettings.PASSWORD);
          case 200, 404 -> "; check " + RegistrySettings.URL;
          default -> "";
        };
    return unavailable("does not serve (HTTP %d)%s".formatted(answer.status(), hint));
  }

  private RegistryUnavailableException unavailable(String what) {
    return new RegistryUnavailableException(
        "The %s %s. Schemas that are known here still work; trying again helps once it serves."
            .formatted(settings, what));
  }
}
