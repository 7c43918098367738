package dev.gamelan.gongcaller.gong;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Says where credentials may be sent: to Gong, and to what the start-up configuration names
 * besides. It reads addresses by what they must be, character by character, so that no two readers
 * can see two hosts in one.
 */
@Component
public final class GongHosts {
  private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
  private static final Pattern GONG =
      Pattern.compile("https://((?:" + LABEL + "\\.){0,3}api\\.gong\\.io)/?");
  private static final int LONGEST = 253;

  private final Set<String> besides;
  private final Set<String> hostsBesides;

  GongHosts(GongProperties properties) {
    this.besides =
        properties.allowedBesides().stream()
            .map(GongHosts::exception)
            .map(GongAddress::origin)
            .collect(Collectors.toCollection(TreeSet::new));
    this.hostsBesides =
        properties.allowedBesides().stream()
            .map(allowed -> exception(allowed).host())
            .collect(Collectors.toCollection(TreeSet::new));
    if (!properties.connections().isEmpty()) {
      hostsBesides.add(configured(properties.baseUrl()).host());
    }
  }

  /** What may be asked that is not Gong; for people to see. */
  public List<String> besides() {
    return List.copyOf(besides);
  }

  /** Empty where nothing may be sent there. */
  public Optional<GongAddress> read(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    Matcher gong = GONG.matcher(text);
    if (gong.matches()) {
      return Optional.of(new GongAddress("https", gong.group(1), 443, ""));
    }
    String bare = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    return besides.contains(bare) ? Optional.of(exception(URI.create(bare))) : Optional.empty();
  }

  /** The rule, for whoever broke it. */
  public String rule() {
    return "The address has to be https://api.gong.io or https://<company>.api.gong.io, as Gong"
        + " shows it beside its API keys: in lower case, without user, port, path or query"
        + (besides.isEmpty() ? "." : "; or one of " + String.join(", ", besides) + ".");
  }

  /** Whether a host may be where no public address is. */
  boolean mayBePrivate(String host) {
    return hostsBesides.contains(host);
  }

  private static GongAddress exception(URI uri) {
    GongAddress address = configured(uri);
    if (!address.pathPrefix().isEmpty()) {
      throw new IllegalArgumentException(
          "gamelan.gong.allowed-besides needs origins, such as http://127.0.0.1:8085, without a"
              + " path");
    }
    return address;
  }

  /** What stands in the start-up configuration is believed. */
  static GongAddress configured(URI uri) {
    String scheme = uri.getScheme();
    String host = uri.getHost();
    if (host == null
        || uri.getRawUserInfo() != null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null
        || !("https".equals(scheme) || "http".equals(scheme))) {
      throw new IllegalArgumentException(
          "An address of Gong needs to be http or https, without user, query or fragment, such as"
              + " https://us-12345.api.gong.io");
    }
    int port = uri.getPort() != -1 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
    String plain = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return new GongAddress(scheme, plain, port, path.replaceFirst("/+$", ""));
  }
}
