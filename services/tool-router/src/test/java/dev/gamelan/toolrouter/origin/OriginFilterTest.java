package dev.gamelan.toolrouter.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginFilterTest {
  private final OriginFilter filter =
      new OriginFilter(
          new OriginProperties(
              List.of("gateway.example.com"), List.of("https://chat.example.com")));

  @ParameterizedTest
  @CsvSource({
    "localhost, true",
    "localhost:8080, true",
    "LOCALHOST:8080, true",
    "127.0.0.1:1, true",
    "[::1]:8080, true",
    "gateway.example.com, true",
    "gateway.example.com:443, true",
    "evil.example.com, false",
    "localhost.evil.example.com, false",
    "localhost@evil.example.com, false",
    "evil.example.com@localhost, false",
    "10.0.0.1:8080, false",
    "'', false"
  })
  void onlyKnownHostsAreServed(String host, boolean served) {
    assertThat(filter.hostAllowed(List.of(host))).isEqualTo(served);
  }

  @Test
  void aRequestWithoutOrWithTwoHostsIsNotServed() {
    assertThat(filter.hostAllowed(List.of())).isFalse();
    assertThat(filter.hostAllowed(List.of("localhost", "localhost"))).isFalse();
  }

  @Test
  void whereSomethingInFrontChecksThemAllHostsAreServed() {
    OriginFilter open = new OriginFilter(new OriginProperties(List.of("*"), List.of()));

    assertThat(open.hostAllowed(List.of("anything.example.com"))).isTrue();
    assertThat(open.originAllowed("http://anything.example.com")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:3000, true",
    "http://127.0.0.1, true",
    "http://[::1]:5, true",
    "https://chat.example.com, true",
    "http://chat.example.com, false",
    "https://chat.example.com.evil.com, false",
    "https://evil.example.com, false",
    "null, false",
    "'', false"
  })
  void onlyKnownPagesMayAsk(String origin, boolean allowed) {
    assertThat(filter.originAllowed(origin)).isEqualTo(allowed);
  }
}
