package dev.gamelan.system.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.local.gateway.Gateway;
import dev.gamelan.system.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;

/**
 * The same write fifty times at once, at both doors, under one idempotency key: it is done once.
 */
final class RetryStorm {
  private static final int TIMES = 50;
  private static final String OPERATION = "PUT /v2/calls/users-access";
  private static final int CONFLICT = 409;
  private static final int OK = 200;

  private RetryStorm() {}

  static void happen(Site site) throws Exception {
    Gateway gateway = site.installation().gateway();
    String token = gateway.user("writer").token();
    try (var one = new Load(gateway.service("tool-router").url(), token, 1);
        var other = new Load(gateway.service("tool-router-2").url(), token, 1)) {
      String write = write(one);
      site.gong()
          .faults(
              "{\"kind\":\"LATENCY\",\"delayMillis\":2000,\"operations\":[\"%s\"]}"
                  .formatted(OPERATION));
      long before = requests(site);
      List<Load.Heard> atOnce = atOnce(write, one, other);
      site.gong().faultless();

      List<JsonNode> results = new ArrayList<>();
      int conflicts = 0;
      for (Load.Heard heard : atOnce) {
        assertThat(heard.status()).as(heard.body().toString()).isIn(OK, CONFLICT);
        conflicts += heard.status() == CONFLICT ? 1 : 0;
        results.add((heard.status() == OK ? heard : later(other, write)).body().path("result"));
      }
      System.out.printf(
          "tries=%d conflicts=%d requests=%d%n", TIMES, conflicts, requests(site) - before);
      assertThat(conflicts).as("tries while the first was under way").isPositive();
      assertThat(results).as("what each was told in the end").containsOnly(results.getFirst());
      assertThat(requests(site) - before).as("requests for all of them").isOne();
    }
  }

  private static String write(Load load) throws InterruptedException {
    Load.Heard users = load.ask("{\"tool\":\"gong_list_users\"}");
    JsonNode arguments = Load.callsSince(0);
    Load.Heard calls =
        load.ask("{\"tool\":\"gong_list_calls\",\"arguments\":%s}".formatted(arguments));
    return """
        {"tool":"gong_add_users_access_to_calls","arguments":{"idempotency_key":"%s",
          "callAccessList":[{"callId":"%s","userIds":["%s"]}]}}
        """
        .formatted(
            UUID.randomUUID(),
            calls.body().at("/result/calls/0/id").asString(),
            users.body().at("/result/users/0/id").asString());
  }

  private static List<Load.Heard> atOnce(String write, Load one, Load other) throws Exception {
    List<Future<Load.Heard>> asked = new ArrayList<>();
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int number = 0; number < TIMES; number++) {
        Load door = number % 2 == 0 ? one : other;
        asked.add(clients.submit(() -> door.ask(write)));
      }
    }
    List<Load.Heard> heard = new ArrayList<>();
    for (Future<Load.Heard> each : asked) {
      heard.add(each.get());
    }
    return heard;
  }

  /** As a client does that heard of a conflict. */
  private static Load.Heard later(Load door, String write) {
    return await("the first result")
        .atMost(Duration.ofSeconds(30))
        .until(() -> door.ask(write), heard -> heard.status() == OK);
  }

  private static long requests(Site site) throws Exception {
    return site.gong().arrivals(0).stream()
        .filter(arrival -> arrival.path("operation").asString().equals(OPERATION))
        .count();
  }
}
