package dev.gamelan.gongcaller.gong;

/**
 * Where Gong is asked. Addresses that come from people or from Gong are read by {@link GongHosts}
 * alone.
 *
 * @param pathPrefix what stands before {@code /v2/}, without a slash at its end; mostly empty
 */
public record GongAddress(String scheme, String host, int port, String pathPrefix) {
  boolean secure() {
    return scheme.equals("https");
  }

  /** The origin as it is written, without a port that goes without saying. */
  public String origin() {
    boolean usual = port == (secure() ? 443 : 80);
    String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return scheme + "://" + shown + (usual ? "" : ":" + port);
  }

  @Override
  public String toString() {
    return origin() + pathPrefix;
  }
}
