package dev.gamelan.gongcaller.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.schemas.GongRequest;
import dev.gamelan.simulator.facts.Facts;
import dev.gamelan.simulator.facts.OperationFacts;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProbeTest {
  private static final Instant NOW = Instant.parse("2026-03-01T00:30:15Z");

  static Stream<Probe> probes() {
    return Stream.concat(Stream.of(Probe.KEY), Probe.SCOPES.stream());
  }

  @ParameterizedTest
  @MethodSource("probes")
  void asksAPublishedOperationThatReadsAndNeedsItsScope(Probe probe) {
    OperationFacts operation =
        Facts.published().all().stream()
            .filter(one -> one.name().equals(probe.operation()))
            .findFirst()
            .orElseThrow();

    assertThat(operation.effect()).isEqualTo(OperationFacts.Effect.READ);
    assertThat(operation.scopes()).contains(probe.scope());
  }

  @Test
  void everyPublishedScopeIsTriedOrNamedAsOneThatCannotBe() {
    List<String> published =
        Facts.published().all().stream()
            .flatMap(operation -> operation.scopes().stream())
            .distinct()
            .toList();

    assertThat(Stream.concat(probes().map(Probe::scope), Probe.UNTRIED.stream()))
        .containsExactlyInAnyOrderElementsOf(published);
  }

  @Test
  void knowsHowGongSaysThatSomethingIsNotThere() {
    assertThat(Probe.SCOPES.stream().filter(probe -> probe.notThere() != 404).map(Probe::scope))
        .containsExactly("api:call-user-access:read");
    assertThat(Probe.KEY.notThere()).isEqualTo(404);
  }

  @Test
  void asksForAMinuteThatIsOver() {
    GongRequest request =
        Probe.SCOPES.stream()
            .filter(probe -> probe.scope().equals("api:calls:read:basic"))
            .findFirst()
            .orElseThrow()
            .request(NOW);

    assertThat(request.getPath()).isEqualTo("/v2/calls");
    assertThat(request.getQuery())
        .extracting(parameter -> parameter.getName() + "=" + parameter.getValue())
        .containsExactly("fromDateTime=2026-02-28T23:30:00Z", "toDateTime=2026-02-28T23:31:00Z");
  }

  @Test
  void asksForADayThatIsOverWhereverTheCompanyIs() {
    GongRequest request =
        Probe.SCOPES.stream()
            .filter(probe -> probe.scope().equals("api:stats:interaction"))
            .findFirst()
            .orElseThrow()
            .request(NOW);

    assertThat(request.getBody())
        .contains("\"fromDate\":\"2026-02-26\"")
        .contains("\"toDate\":\"2026-02-27\"");
  }
}
