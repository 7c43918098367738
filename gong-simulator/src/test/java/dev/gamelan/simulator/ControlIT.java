package dev.gamelan.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.simulator.testing.Gong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlIT {

  @BeforeEach
  void fresh() {
    Gong.fresh();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "limits; {\"perSecond\":0}; perSecond must be between 1 and 1000000",
        "limits; {\"second\":\"ROUND\"}; second cannot be ROUND",
        "limits; {\"perMinute\":5}; perMinute is not known here",
        "limits; {; The body is not readable JSON",
        "faults; {\"faults\":[{\"kind\":\"EARTHQUAKE\"}]}; faults[0].kind cannot be EARTHQUAKE",
        "faults; {\"faults\":[{\"probability\":0.5}]}; kind is required",
        "faults; {}; faults is required",
        "faults; {\"faults\":[{\"kind\":\"HTML\",\"operations\":[\"GET /v2/call\"]}]}; GET /v2/call is not an operation of Gong",
        "keys; [{\"secret\":\"x\"}]; a key needs an accessKey and a secret",
        "keys/one; {\"scopes\":[]}; a key needs an accessKey and a secret",
        "host; {\"elsewhere\":\"REFUSE\"}; home is required",
        "oauth/clients; [{\"clientId\":\"x\"}]; a client needs a clientId and a clientSecret",
        "oauth/conduct; {\"expiresInSeconds\":0}; expiresInSeconds is 1 or more",
        "licences; {\"aiCredits\":-1}; aiCredits must be 0 or more",
      })
  void saysWhatIsWrongWithAControlRequest(String what, String body, String detail) {
    Gong.Reply reply = Gong.json("PUT", "/simulator/" + what, body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().get("detail").asString()).startsWith(detail);
  }

  @Test
  void changesOnlyTheLimitsThatAreNamed() {
    Gong.json("PUT", "/simulator/limits", "{\"perSecond\":7}");

    var limits = Gong.json("PUT", "/simulator/limits", "{\"day\":\"CALENDAR\"}").json();

    assertThat(limits.get("perSecond").asInt()).isEqualTo(7);
    assertThat(limits.get("day").asString()).isEqualTo("CALENDAR");
    assertThat(limits.get("perDay").asInt()).isEqualTo(10_000);
  }

  @Test
  void makesEverythingAfresh() {
    Gong.json("PUT", "/simulator/faults", "{\"faults\":[{\"kind\":\"HTML\",\"count\":1}]}");
    Gong.get("/v2/users");

    assertThat(Gong.send("POST", "/simulator/reset", null, null).status()).isEqualTo(204);

    assertThat(Gong.get("/simulator/report").json().get("arrivals").asInt()).isZero();
    assertThat(Gong.get("/simulator/faults").json().size()).isZero();
  }

  @Test
  void givesOutArrivalsAfterANumber() {
    Gong.get("/v2/users");
    Gong.get("/v2/workspaces");
    long first = Gong.get("/simulator/arrivals").json().get(0).get("number").asLong();

    var later = Gong.get("/simulator/arrivals?since=" + first).json();

    assertThat(later.findValuesAsString("operation")).containsExactly("GET /v2/workspaces");
  }

  @Test
  void neverShowsASecret() {
    assertThat(Gong.get("/simulator/keys").response().body())
        .contains("gamelan-demo")
        .doesNotContain("gamelan-demo-secret");
  }

  @Test
  void isAliveWithoutAKey() {
    assertThat(Gong.send("GET", "/actuator/health", null, null, null).status()).isEqualTo(200);
  }
}
