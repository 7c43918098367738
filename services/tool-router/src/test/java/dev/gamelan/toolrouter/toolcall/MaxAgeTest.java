package dev.gamelan.toolrouter.toolcall;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;

class MaxAgeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max-age=60|60",
        "no-cache|0",
        "no-store|0",
        "Max-Age=5, no-transform|5",
        "max-age=60, no-cache|0",
        "max-age=999999999|31536000"
      })
  void isReadAsHttpWritesIt(String header, long seconds) {
    assertThat(said(header)).isEqualTo(new MaxAge.Within(Duration.ofSeconds(seconds)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"max-age", "max-age=", "max-age=-1", "max-age=soon", "max-age=1.5"})
  void whatIsNoNumberIsToldApart(String header) {
    assertThat(said(header)).isInstanceOf(MaxAge.Unreadable.class);
  }

  @Test
  void othersLeaveItToWhatIsUsual() {
    assertThat(MaxAge.ofHeaders(new HttpHeaders())).isEqualTo(new MaxAge.Usual());
    assertThat(said("only-if-cached").orNull()).isNull();
  }

  private static MaxAge said(String header) {
    HttpHeaders headers = new HttpHeaders();
    headers.add(HttpHeaders.CACHE_CONTROL, header);
    return MaxAge.ofHeaders(headers);
  }
}
