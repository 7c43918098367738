package dev.gamelan.simulator.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gamelan.simulator.faults.FaultRule.Kind;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FaultsTest {
  private final Faults faults = new Faults();

  @Test
  void strikesTheSameRequestsForTheSameSeed() {
    List<FaultRule> rules = List.of(rule(Kind.RESET_BEFORE, List.of(), 0.3, null));
    faults.replace(42, rules);
    List<Boolean> first = strikes(200);
    faults.replace(42, rules);
    List<Boolean> second = strikes(200);
    faults.replace(43, rules);

    assertThat(second).isEqualTo(first).contains(true, false);
    assertThat(strikes(200)).isNotEqualTo(first);
    assertThat(first.stream().filter(struck -> struck).count()).isBetween(40L, 80L);
  }

  @Test
  void isSpentAfterItsCount() {
    faults.replace(0, List.of(rule(Kind.SERVER_ERROR, List.of(), null, 2L)));

    assertThat(strikes(4)).containsExactly(true, true, false, false);
  }

  @Test
  void strikesOnlyTheOperationsItNames() {
    faults.replace(0, List.of(rule(Kind.HTML, List.of("GET /v2/users"), null, null)));

    assertThat(faults.draw("GET /v2/calls").fault()).isNull();
    assertThat(faults.draw("GET /v2/users").fault()).isInstanceOf(Fault.Html.class);
  }

  @Test
  void addsDelaysToWhateverElseStrikesFirst() {
    faults.replace(
        0,
        List.of(
            latency(100, 0),
            rule(Kind.RESET_AFTER, List.of(), null, null),
            rule(Kind.HTML, List.of(), null, null),
            latency(20, 0)));

    Faults.Fate fate = faults.draw("GET /v2/users");

    assertThat(fate.delay()).isEqualTo(Duration.ofMillis(120));
    assertThat(fate.fault()).isEqualTo(new Fault.ResetAfter());
    assertThat(fate.name()).isEqualTo("ResetAfter");
  }

  @Test
  void jitterStaysWithinItsBounds() {
    faults.replace(1, List.of(latency(10, 5)));

    List<Long> delays =
        IntStream.range(0, 200).mapToObj(one -> faults.draw("x").delay().toMillis()).toList();

    assertThat(delays).allMatch(delay -> delay >= 10 && delay <= 15).contains(10L, 15L);
  }

  @Test
  void refusesARuleThatMakesNoSense() {
    assertThatThrownBy(() -> rule(Kind.HTML, List.of(), 1.5, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("probability is 0 to 1");
    assertThatThrownBy(() -> rule(Kind.HTML, List.of(), null, 0L)).hasMessage("count is 1 or more");
  }

  private List<Boolean> strikes(int requests) {
    return IntStream.range(0, requests)
        .mapToObj(one -> faults.draw("GET /v2/users").fault() != null)
        .toList();
  }

  private static FaultRule latency(long delay, long jitter) {
    return FaultRule.latency(Duration.ofMillis(delay), Duration.ofMillis(jitter));
  }

  private static FaultRule rule(
      Kind kind, List<String> operations, @Nullable Double probability, @Nullable Long count) {
    return FaultRule.of(kind).limitedTo(operations, probability, count);
  }
}
