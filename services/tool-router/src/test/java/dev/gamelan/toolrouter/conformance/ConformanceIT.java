package dev.gamelan.toolrouter.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.toolrouter.testing.McpPost;
import dev.gamelan.toolrouter.testing.RunningRouter;
import dev.gamelan.topics.testing.WithBroker;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MCP's own suite finds nothing missing, in either era, with authentication on: at one instance,
 * and at two of which each sees every other request.
 */
@WithBroker
class ConformanceIT {
  private static final Logger log = LoggerFactory.getLogger(ConformanceIT.class);
  private static final Set<String> TASKS =
      Set.of(
          "tasks-lifecycle",
          "tasks-capability-negotiation",
          "tasks-wire-fields",
          "tasks-request-state-removal",
          "tasks-mrtr-input",
          "tasks-request-headers",
          "tasks-dispatch-and-envelope",
          "tasks-status-notifications",
          "tasks-required-task-error",
          "tasks-mrtr-composition");
  private static ConformanceSuite suite;
  private static RunningRouter one;
  private static RunningRouter other;

  @BeforeAll
  static void start() {
    suite = ConformanceSuite.install();
    one = RunningRouter.startWith(List.of(TestOffer.class));
    other = RunningRouter.startWith(List.of(TestOffer.class));
  }

  @AfterAll
  static void stop() {
    if (other != null) {
      other.close();
    }
    if (one != null) {
      one.close();
    }
  }

  @ParameterizedTest(name = "{0}, {1} instances: {2} scenarios")
  @CsvSource({"2026-07-28, 1, 37", "2025-11-25, 1, 30", "2026-07-28, 2, 37", "2025-11-25, 2, 30"})
  void everyRequiredScenarioPasses(String revision, int instances, int scenarios) {
    List<String> routers = List.of(one.url(), other.url()).subList(0, instances);
    try (AuthorizingProxy proxy = new AuthorizingProxy(RunningRouter.READER, routers)) {
      routers.forEach(ConformanceIT::assertHealthy);

      ConformanceSuite.Found found = suite.run(proxy.url() + "/mcp", revision);

      // A server that is dead passes some of the checks: what counts is that all of them passed.
      routers.forEach(ConformanceIT::assertHealthy);
      log.info(
          "{} on {} instances: {} of {} required passed; besides: {} of {}",
          revision,
          instances,
          found.required().size() - found.failed().size(),
          found.required().size(),
          found.passedBesides(),
          found.others().keySet());
      assertThat(found.failed()).as(found.printed()).isEmpty();
      assertThat(found.required()).as(found.printed()).hasSize(scenarios);
      assertThat(found.exitCode()).as(found.printed()).isZero();
      assertThat(found.passedBesides()).as(found.printed()).containsAll(besides(revision));
    }
  }

  /** Not required by the suite, but by us. */
  private static Set<String> besides(String revision) {
    return revision.equals("2026-07-28") ? TASKS : Set.of();
  }

  private static void assertHealthy(String router) {
    assertThat(
            McpPost.to(router + "/actuator/health/readiness")
                .send("GET", HttpRequest.BodyPublishers.noBody())
                .status())
        .isEqualTo(200);
  }
}
