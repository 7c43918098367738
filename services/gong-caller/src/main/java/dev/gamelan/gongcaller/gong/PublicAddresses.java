package dev.gamelan.gongcaller.gong;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Resolves names at the moment of connecting, and refuses those that lead into a network of our
 * own: whoever holds a name may point it anywhere at any time.
 */
final class PublicAddresses implements DnsResolver {
  private final GongHosts hosts;
  private final DnsResolver names;

  PublicAddresses(GongHosts hosts) {
    this(hosts, SystemDefaultDnsResolver.INSTANCE);
  }

  PublicAddresses(GongHosts hosts, DnsResolver names) {
    this.hosts = hosts;
    this.names = names;
  }

  /** The name leads to where nothing may be sent. */
  static final class InwardException extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    InwardException() {
      super("The name leads to an address that is not a public one");
    }
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] addresses = names.resolve(host);
    if (!hosts.mayBePrivate(host)
        && !Arrays.stream(addresses).allMatch(PublicAddresses::isPublic)) {
      throw new InwardException();
    }
    return addresses;
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }

  static boolean isPublic(InetAddress address) {
    return switch (address) {
      case Inet4Address four -> isPublic(four.getAddress(), 0);
      case Inet6Address six -> isPublicSix(six.getAddress());
      default -> false;
    };
  }

  /** By exclusion of what IANA lists as not globally reachable. */
  private static boolean isPublic(byte[] bytes, int from) {
    int first = bytes[from] & 0xff;
    int second = bytes[from + 1] & 0xff;
    int third = bytes[from + 2] & 0xff;
    return switch (first) {
      case 0, 10, 127 -> false;
      case 100 -> second < 64 || second > 127;
      case 169 -> second != 254;
      case 172 -> second < 16 || second > 31;
      case 192 ->
          second != 168
              && !(second == 0 && (third == 0 || third == 2))
              && !(second == 88 && third == 99);
      case 198 -> second != 18 && second != 19 && !(second == 51 && third == 100);
      case 203 -> !(second == 0 && third == 113);
      default -> first < 224;
    };
  }

  /**
   * Of version 6 only 2000::/3, but for what is set aside in it or carries an address of version 4;
   * and the translation prefix of networks that have nothing but version 6.
   */
  private static boolean isPublicSix(byte[] bytes) {
    int group0 = group(bytes, 0);
    int group1 = group(bytes, 1);
    if (group0 == 0x64 && group1 == 0xff9b) {
      boolean translated = true;
      for (int i = 4; i < 12; i++) {
        translated &= bytes[i] == 0;
      }
      return translated && isPublic(bytes, 12);
    }
    boolean global = (group0 & 0xe000) == 0x2000;
    boolean setAside =
        (group0 == 0x2001 && (group1 < 0x200 || group1 == 0xdb8))
            || group0 == 0x2002
            || (group0 == 0x3fff && group1 < 0x1000);
    return global && !setAside;
  }

  private static int group(byte[] bytes, int number) {
    return (bytes[2 * number] & 0xff) << 8 | bytes[2 * number + 1] & 0xff;
  }
}
