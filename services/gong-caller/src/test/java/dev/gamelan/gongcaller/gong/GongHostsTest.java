package dev.gamelan.gongcaller.gong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class GongHostsTest {
  private static final GongHosts GONG_ALONE = hosts();
  private static final GongHosts WITH_EXCEPTIONS =
      hosts("http://127.0.0.1:1234", "https://gong.test");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.gong.io",
        "https://api.gong.io/",
        "https://us-32447.api.gong.io",
        "https://company-17.api.gong.io",
        "https://acme.api.gong.io",
        "https://eu.acme.api.gong.io"
      })
  void gongsAddressesAreTaken(String text) {
    GongAddress address = GONG_ALONE.read(text).orElseThrow();
    assertThat(address.scheme()).isEqualTo("https");
    assertThat(address.port()).isEqualTo(443);
    assertThat(address.pathPrefix()).isEmpty();
    assertThat(address.toString()).isEqualTo(text.replaceAll("/$", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "https://",
        "api.gong.io",
        "//api.gong.io",
        "http://api.gong.io",
        "HTTPS://api.gong.io",
        "https:/api.gong.io",
        "https:api.gong.io",
        "https:///api.gong.io",
        "ftp://api.gong.io",
        "jar:https://api.gong.io",
        "https://API.gong.io",
        "https://api.Gong.io",
        "https://api.gong.io.",
        "https://api.gong.io./",
        "https://api.gong.io.evil.com",
        "https://evilapi.gong.io",
        "https://evil-api.gong.io",
        "https://gong.io",
        "https://app.gong.io",
        "https://api.gong.io@evil.com",
        "https://evil.com@api.gong.io",
        "https://user:pass@api.gong.io",
        "https://:@api.gong.io",
        "https://@api.gong.io",
        "https://api.gong.io:443",
        "https://api.gong.io:8443",
        "https://api.gong.io:",
        "https://api.gong.io?x",
        "https://api.gong.io/?x=y",
        "https://api.gong.io#x",
        "https://api.gong.io/#x",
        "https://api.gong.io/v2",
        "https://api.gong.io//",
        "https://api.gong.io\\",
        "https://api.gong.io\\@evil.com",
        "https:\\\\api.gong.io",
        "https://evil.com\\.api.gong.io",
        "https://evil.com/.api.gong.io",
        "https://evil.com?.api.gong.io",
        "https://evil.com#.api.gong.io",
        "https://evil.com%2f.api.gong.io",
        "https://%61pi.gong.io",
        "https://api.gong.io%00.evil.com",
        "https://api.gong.io%2eevil.com",
        "https://api。gong.io",
        "https://аpi.gong.io",
        "https://xn--pi-6kc.gong.io",
        "https://.api.gong.io",
        "https://-.api.gong.io",
        "https://a-.api.gong.io",
        "https://a..api.gong.io",
        "https://a_b.api.gong.io",
        "https://*.api.gong.io",
        "https://[::1]",
        "https://[api.gong.io]",
        "https://127.0.0.1",
        "https://2130706433",
        "https://0x7f.1",
        "https://169.254.169.254",
        "https://localhost",
        " https://api.gong.io",
        "https://api.gong.io ",
        "https://api.gong.io\n",
        "https://api.gong.io\r\nX: y",
        "https://api.gong.io\t",
        "https://api.gong.io\u0000",
        "https://api.gong.io\u200b",
        "https://a.a.a.a.api.gong.io",
        "http://127.0.0.1:1234"
      })
  void anythingElseIsRefused(String text) {
    assertThat(GONG_ALONE.read(text)).isEmpty();
  }

  @Test
  void whatIsTakenHasGongsHostHoweverItIsMangled() {
    var random = new Random(4711);
    String parts = "apigon.io-@:/\\?#%[]\t\n\u0000AZ0є。xn";
    for (int round = 0; round < 200_000; round++) {
      var text = new StringBuilder("https://us-1.api.gong.io/");
      for (int change = random.nextInt(4); change >= 0; change--) {
        int at = random.nextInt(text.length());
        char any = parts.charAt(random.nextInt(parts.length()));
        switch (random.nextInt(3)) {
          case 0 -> text.insert(at, any);
          case 1 -> text.setCharAt(at, any);
          default -> text.deleteCharAt(at);
        }
      }
      GONG_ALONE
          .read(text.toString())
          .ifPresent(
              address -> {
                URI asOthersReadIt = URI.create(text.toString());
                assertThat(asOthersReadIt.getHost()).isEqualTo(address.host());
                assertThat("." + address.host()).endsWith(".api.gong.io");
                assertThat(asOthersReadIt.getPort()).isEqualTo(-1);
                assertThat(asOthersReadIt.getRawUserInfo()).isNull();
                assertThat(asOthersReadIt.getScheme()).isEqualTo("https");
              });
    }
  }

  @Test
  void aVeryLongAddressIsRefused() {
    assertThat(GONG_ALONE.read("https://" + "a.".repeat(10_000) + "api.gong.io")).isEmpty();
  }

  @Test
  void exceptionsOfTheStartUpConfigurationAreTakenExactly() {
    assertThat(WITH_EXCEPTIONS.read("http://127.0.0.1:1234")).isPresent();
    assertThat(WITH_EXCEPTIONS.read("http://127.0.0.1:1234/")).isPresent();
    assertThat(WITH_EXCEPTIONS.read("https://gong.test")).isPresent();
    for (String other :
        List.of(
            "http://127.0.0.1",
            "http://127.0.0.1:1235",
            "https://127.0.0.1:1234",
            "http://127.0.0.1:1234/v2",
            "http://127.0.0.1:1234//",
            "http://me@127.0.0.1:1234",
            "http://gong.test",
            "https://a.gong.test")) {
      assertThat(WITH_EXCEPTIONS.read(other)).as(other).isEmpty();
    }
    assertThat(WITH_EXCEPTIONS.besides())
        .containsExactly("http://127.0.0.1:1234", "https://gong.test");
    assertThat(WITH_EXCEPTIONS.rule()).contains("http://127.0.0.1:1234");
  }

  @Test
  void anExceptionThatIsNoOriginStopsTheStart() {
    assertThatThrownBy(() -> hosts("http://127.0.0.1:1234/path"))
        .hasMessageContaining("gamelan.gong.allowed-besides");
    assertThatThrownBy(() -> hosts("http://me@127.0.0.1:1234"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> hosts("file:///etc/passwd"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  static GongHosts hosts(String... besides) {
    return new GongHosts(
        new GongProperties(
            Set.of(),
            URI.create("https://api.gong.io"),
            null,
            null,
            null,
            null,
            Set.copyOf(List.of(besides).stream().map(URI::create).toList()),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            DataSize.ofMegabytes(1),
            DataSize.ofMegabytes(1)));
  }
}
