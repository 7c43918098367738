package dev.gamelan.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.simulator.testing.Gong;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccessIT {
  private GongSimulator simulator = Gong.fresh();

  @BeforeEach
  void fresh() {
    simulator = Gong.fresh();
  }

  @AfterEach
  void demoKeysAgain() {
    simulator.keys().revoke("second");
  }

  @Test
  void letsASecondPairInBesideTheFirstAndRevokesOneAlone() {
    put("{\"secret\":\"s\",\"scopes\":[\"api:users:read\"]}");

    assertThat(second("/v2/users").status()).isEqualTo(200);
    assertThat(second("/v2/workspaces").error()).contains("'api:workspaces:read'");
    assertThat(Gong.get("/v2/users").status()).isEqualTo(200);

    assertThat(Gong.send("DELETE", "/simulator/keys/second", null, null).status()).isEqualTo(204);
    assertThat(second("/v2/users").status()).isEqualTo(401);
    assertThat(Gong.get("/v2/users").status()).isEqualTo(200);
  }

  @Test
  void killsTheOldSecretAtOnceWhenAPairIsRegenerated() {
    put("{\"secret\":\"s\"}");

    var pair = Gong.send("POST", "/simulator/keys/second/regenerate", null, null).json();

    assertThat(second("/v2/users").status()).isEqualTo(401);
    assertThat(as(Gong.basic("second", pair.get("secret").asString())).status()).isEqualTo(200);
    assertThat(Gong.send("POST", "/simulator/keys/none/regenerate", null, null).status())
        .isEqualTo(404);
  }

  @Test
  void refusesAPairThatHasExpired() {
    put("{\"secret\":\"s\",\"expiresAt\":\"2020-01-01T00:00:00Z\"}");
    assertThat(second("/v2/users").status()).isEqualTo(401);

    put("{\"secret\":\"s\",\"expiresAt\":\"2999-01-01T00:00:00Z\"}");
    assertThat(second("/v2/users").status()).isEqualTo(200);
  }

  @Test
  void forbidsAPairFromAnAddressItDoesNotTrust() {
    put("{\"secret\":\"s\",\"trustedIps\":[\"203.0.113.7\"]}");
    assertThat(second("/v2/users").status()).isEqualTo(403);

    put("{\"secret\":\"s\",\"trustedIps\":[\"127.0.0.1\",\"0:0:0:0:0:0:0:1\"]}");
    assertThat(second("/v2/users").status()).isEqualTo(200);
  }

  @Test
  void refusesAKeyAtAHostThatIsNotItsCompanys() {
    Gong.json("PUT", "/simulator/host", "{\"home\":\"company:1\",\"elsewhere\":\"REFUSE\"}");

    assertThat(Gong.get("/v2/users").status()).isEqualTo(401);

    home();
    assertThat(Gong.get("/v2/users").status()).isEqualTo(200);
  }

  @Test
  void redirectsFromAHostThatIsNotTheCompanys() {
    Gong.json("PUT", "/simulator/host", "{\"home\":\"company:1\",\"elsewhere\":\"REDIRECT\"}");

    Gong.Reply reply = Gong.get("/v2/users?cursor=x");

    assertThat(reply.status()).isEqualTo(307);
    assertThat(reply.header("location")).isEqualTo("http://company:1/v2/users?cursor=x");
  }

  @Test
  void keepsCompaniesApart() {
    try (GongSimulator other = GongSimulator.start("--logging.level.root=WARN")) {
      other.keys().revoke(GongSimulator.ACCESS_KEY);

      assertThat(Gong.at(other.baseUrl(), "/v2/users").status()).isEqualTo(401);
      assertThat(Gong.get("/v2/users").status()).isEqualTo(200);
      assertThat(other.report().arrivals()).isEqualTo(1);
      assertThat(simulator.report().arrivals()).isEqualTo(1);
    }
  }

  private void home() {
    String authority = URI.create(simulator.baseUrl()).getAuthority();
    Gong.json(
        "PUT", "/simulator/host", "{\"home\":\"" + authority + "\",\"elsewhere\":\"REFUSE\"}");
  }

  private static void put(String pair) {
    assertThat(Gong.json("PUT", "/simulator/keys/second", pair).status()).isEqualTo(200);
  }

  private static Gong.Reply second(String target) {
    return Gong.send("GET", target, null, null, Gong.basic("second", "s"));
  }

  private static Gong.Reply as(String authorization) {
    return Gong.send("GET", "/v2/users", null, null, authorization);
  }
}
