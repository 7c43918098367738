package dev.gamelan.system.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.local.gateway.Gateway;
import dev.gamelan.simulator.GongSimulator;
import dev.gamelan.simulator.access.AccessKey;
import dev.gamelan.simulator.oauth.Conduct;
import dev.gamelan.simulator.oauth.OAuthClient;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A company is connected in every way, with secrets that are canaries. */
final class Company {
  static final String BACK = "https://gamelan.test/v1/oauth/callback";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Visitor visitor;
  private final Canaries canaries;
  private final GongSimulator gong;
  private final TokenRelay relay;
  private final String caller;
  private final String admin;

  Company(
      Gateway gateway, Visitor visitor, Canaries canaries, GongSimulator gong, TokenRelay relay) {
    this.visitor = visitor;
    this.canaries = canaries;
    this.gong = gong;
    this.relay = relay;
    this.caller = gateway.service("gong-caller").url();
    this.admin = gateway.adminToken();
  }

  private Visitor.Asking ask(String method, String path) {
    return visitor.ask(method, caller + path).as(admin);
  }

  void connectByKey() throws Exception {
    String title =
        canaries.plant(
            "a connection's title",
            Places.ANSWERED,
            Places.CONNECTION_CHANGE,
            Places.CONNECTION_ROW,
            Places.TRAIL_OF_CHANGES);
    String tag =
        canaries.plant(
            "a connection's tag",
            Places.ANSWERED,
            Places.CONNECTION_STATE,
            Places.CONNECTION_CHANGE,
            Places.CONNECTION_ROW,
            Places.TRAIL_OF_CHANGES);
    ask("POST", "/v1/connections")
        .send(
            "{\"name\":\"acme\",\"title\":\"%s\",\"tags\":[\"%s\"],\"baseUrl\":\"%s\",\"credentials\":%s}"
                .formatted(title, tag, gong.baseUrl(), pair("wrong at first")));
    awaitProblem();
    ask("PUT", "/v1/connections/acme/credentials").with("If-Match", "*").send(goodPair("right"));
    await().atMost(PATIENCE).until(this::isVerified);
    ask("PUT", "/v1/connections/acme/credentials")
        .with("If-Match", "*")
        .send(pair("wrong candidate"));
    await()
        .atMost(PATIENCE)
        .until(() -> connection("acme").at("/rotation/step").asString("").equals("refused"));
    ask("DELETE", "/v1/connections/acme/rotation").with("If-Match", "*").send();
    ask("PUT", "/v1/connections/acme/credentials")
        .with("If-Match", "*")
        .send(goodPair("rotated to"));
    ask("POST", "/v1/connections/acme/check").send("{\"scopes\":false}");
    unusable();
  }

  private void unusable() throws Exception {
    String password = canaries.plant("a password in a base URL");
    String query = canaries.plant("a query in a base URL");
    for (String url :
        List.of(
            "https://user:%s@api.gong.io".formatted(password),
            "https://api.gong.io?key=%s".formatted(query))) {
      ask("POST", "/v1/connections")
          .send(
              "{\"name\":\"unusable\",\"baseUrl\":\"%s\",\"credentials\":%s}"
                  .formatted(url, pair("of an unusable connection")));
    }
    String secret = canaries.plant("a secret in broken JSON");
    for (String body :
        List.of(
            "{\"accessKey\":\"a\",\"accessKeySecret\":\"%s\"",
            "{\"accessKey\":\"a\",\"accessKeySecret\":[\"%s\"]}",
            "{\"accessKey\":\"a\",\"accessKeySecret\":\"with space %s\"}",
            "{\"accessKey\":\"a\",\"accessKeySecrt\":\"%s\"}",
            "%s")) {
      ask("PUT", "/v1/connections/acme/credentials")
          .with("If-Match", "*")
          .send(body.formatted(secret));
    }
    ask("PUT", "/v1/connections/acme/credentials")
        .with("If-Match", canaries.plant("an If-Match"))
        .with("Content-Type", "text/plain")
        .send(secret);
    ask("GET", "/v1/connections/" + canaries.plant("an unknown connection", ".*answer 404.*"))
        .send();
  }

  void connectByConsent() throws Exception {
    String clientSecret = canaries.plant("an OAuth client's secret");
    gong.oauthClients(new OAuthClient("integration", clientSecret, Set.of(BACK), Set.of()));
    gong.conduct(new Conduct(null, 12L, null, null, null));
    ask("POST", "/v1/connections").send("{\"name\":\"consented\"}");
    String callback = caller + "/v1/oauth/callback?";
    visitor
        .ask(
            "GET",
            callback
                + "error=%s&error_description=%s&state=%s&code=%s"
                    .formatted(
                        canaries.plant("an error of consent"),
                        canaries.plant("an error's description"),
                        canaries.plant("a forged state"),
                        canaries.plant("a forged code")))
        .send();
    JsonNode asked =
        ask("POST", "/v1/connections/consented/oauth/authorize")
            .send("{\"clientId\":\"integration\",\"clientSecret\":\"%s\"}".formatted(clientSecret))
            .json();
    String consent = asked.path("authorizeUrl").asString();
    canaries.adopt("a state", parameter(consent, "state"), "answer 200 POST .*/oauth/authorize");
    String back =
        java.net.http.HttpClient.newHttpClient()
            .send(
                java.net.http.HttpRequest.newBuilder(URI.create(consent)).build(),
                java.net.http.HttpResponse.BodyHandlers.ofString())
            .headers()
            .firstValue("Location")
            .orElseThrow();
    canaries.adopt("a code", parameter(back, "code"));
    assertThat(visitor.ask("GET", callback + URI.create(back).getRawQuery()).send().status())
        .isEqualTo(200);
    await().atMost(PATIENCE).until(() -> relay.issued().size() >= 2);
    for (JsonNode issued : relay.issued()) {
      canaries.adopt("an access token of Gong's", issued.path("access_token").asString());
      canaries.adopt("a refresh token of Gong's", issued.path("refresh_token").asString());
    }
  }

  private static String parameter(String url, String name) {
    for (String one : URI.create(url).getRawQuery().split("&")) {
      if (one.startsWith(name + "=")) {
        return URLDecoder.decode(one.substring(name.length() + 1), StandardCharsets.UTF_8);
      }
    }
    throw new IllegalArgumentException(name + " is not in " + url);
  }

  private String pair(String which) {
    return "{\"accessKey\":\"%s\",\"accessKeySecret\":\"%s\"}"
        .formatted(
            canaries.plant("an access key, " + which),
            canaries.plant("an access key's secret, " + which));
  }

  private String goodPair(String which) {
    String pair = pair(which);
    String[] parts = pair.split("\"");
    gong.keys().put(new AccessKey(parts[3], parts[7], Set.of(), null, Set.of()));
    return pair;
  }

  private JsonNode connection(String name) throws Exception {
    return ask("GET", "/v1/connections/" + name).send().json();
  }

  private boolean isVerified() throws Exception {
    return connection("acme").path("verified").asBoolean();
  }

  private void awaitProblem() {
    await()
        .atMost(PATIENCE)
        .until(() -> connection("acme").path("problem").asString("").contains("401"));
  }
}
