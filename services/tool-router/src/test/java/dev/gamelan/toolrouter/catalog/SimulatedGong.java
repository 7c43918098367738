package dev.gamelan.toolrouter.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.schemas.FilePart;
import dev.gamelan.schemas.GongRequest;
import dev.gamelan.simulator.GongSimulator;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Sends what the catalogue makes of a call straight to a simulator that has no limits. */
final class SimulatedGong implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String KEY =
      "Basic "
          + Base64.getEncoder()
              .encodeToString(
                  (GongSimulator.ACCESS_KEY + ":" + GongSimulator.ACCESS_KEY_SECRET)
                      .getBytes(StandardCharsets.UTF_8));

  private final GongSimulator simulator =
      GongSimulator.start(
          "--gamelan.simulator.quota.enabled=false",
          "--gamelan.simulator.licences.ai-latency-least=0s",
          "--gamelan.simulator.licences.ai-latency-most=0s");
  private final HttpClient http = HttpClient.newHttpClient();
  private final ArgumentCheck check = new ArgumentCheck();
  private final RequestBuilder requests = new RequestBuilder();

  /** Gong's answer, which must be a success. */
  ObjectNode answer(Tool tool, JsonNode arguments) {
    CheckedArguments checked = check.check(tool, arguments);
    assertThat(checked)
        .as(() -> checked instanceof CheckedArguments.Invalid bad ? bad.sentence() : tool.name())
        .isInstanceOf(CheckedArguments.Valid.class);
    return sent(requests.build(tool, (CheckedArguments.Valid) checked));
  }

  private ObjectNode sent(GongRequest request) {
    String query =
        request.getQuery().stream()
            .map(one -> one.getName() + "=" + encoded(one.getValue()))
            .collect(Collectors.joining("&"));
    var sent =
        HttpRequest.newBuilder(URI.create(simulator.baseUrl() + request.getPath() + "?" + query))
            .header("Authorization", KEY);
    String body = request.getBody();
    FilePart file = request.getFile();
    if (file != null) {
      sent.header("Content-Type", "multipart/form-data; boundary=cut")
          .method(request.getMethod(), BodyPublishers.ofString(multipart(file)));
    } else if (body != null) {
      sent.header("Content-Type", "application/json")
          .method(request.getMethod(), BodyPublishers.ofString(body));
    } else {
      sent.method(request.getMethod(), BodyPublishers.noBody());
    }
    try {
      var answer = http.send(sent.build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 202);
      return (ObjectNode) Objects.requireNonNull(JSON.readTree(answer.body()));
    } catch (IOException | InterruptedException away) {
      throw new IllegalStateException(away);
    }
  }

  private static String multipart(FilePart file) {
    return """
        --cut\r
        Content-Disposition: form-data; name="%s"; filename="%s"\r
        \r
        %s\r
        --cut--\r
        """
        .formatted(
            file.getName(),
            file.getFileName(),
            StandardCharsets.UTF_8.decode(file.getContent().duplicate()));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.close();
    simulator.close();
  }
}
