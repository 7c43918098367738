package dev.gamelan.gongcaller.gong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.0.1",
        "169.254.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.7",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8%",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "64:ff9b:1::808:808",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::1",
        "3fff::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fec0::1",
        "ff02::1"
      })
  void nothingIsSentInward(String literal) throws UnknownHostException {
    assertThat(PublicAddresses.isPublic(address(literal))).isFalse();
    assertThatThrownBy(() -> resolved("us-1.api.gong.io", address(literal)))
        .isInstanceOf(PublicAddresses.InwardException.class)
        .hasMessageNotContaining(literal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "8.8.8.8",
        "100.63.255.255",
        "100.128.0.1",
        "172.15.0.1",
        "172.32.0.1",
        "192.167.1.1",
        "198.17.1.1",
        "223.255.255.255",
        "2600:1f18::1",
        "2001:4860:4860::8888",
        "64:ff9b::808:808"
      })
  void theInternetIsReached(String literal) throws UnknownHostException {
    assertThat(resolved("us-1.api.gong.io", address(literal))).hasSize(1);
  }

  @Test
  void oneInwardAddressAmongOthersIsEnoughToRefuse() throws UnknownHostException {
    InetAddress outside = address("8.8.8.8");
    InetAddress inside = address("10.0.0.1");
    assertThatThrownBy(() -> resolved("us-1.api.gong.io", outside, inside))
        .isInstanceOf(PublicAddresses.InwardException.class);
  }

  @Test
  void whatTheStartUpConfigurationNamesMayBeInside() throws UnknownHostException {
    assertThat(resolved("gong.test", address("10.0.0.1"))).hasSize(1);
  }

  private static InetAddress[] resolved(String host, InetAddress... addresses)
      throws UnknownHostException {
    DnsResolver names =
        new DnsResolver() {
          @Override
          public InetAddress[] resolve(String name) {
            return addresses;
          }

          @Override
          public String resolveCanonicalHostname(String name) {
            return name;
          }
        };
    return new PublicAddresses(GongHostsTest.hosts("https://gong.test"), names).resolve(host);
  }

  /** Mapped addresses as they come from the wire, which Java itself would turn into version 4. */
  private static InetAddress address(String literal) throws UnknownHostException {
    if (literal.endsWith("%")) {
      byte[] mapped = new byte[16];
      mapped[10] = mapped[11] = (byte) 0xff;
      Arrays.fill(mapped, 12, 16, (byte) 8);
      return Inet6Address.getByAddress(null, mapped, -1);
    }
    return InetAddress.getByName(literal);
  }
}
