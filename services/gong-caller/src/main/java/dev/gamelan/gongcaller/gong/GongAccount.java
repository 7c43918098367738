package dev.gamelan.gongcaller.gong;

/**
 * With what, and where, one connection asks Gong. Its text says nothing of the credentials, and
 * nothing outside this package can read them.
 */
public final class GongAccount {
  private final String connection;
  private final long generation;
  private final GongAddress address;
  private final String authorization;

  private GongAccount(
      String connection, long generation, GongAddress address, String authorization) {
    this.connection = connection;
    this.generation = generation;
    this.address = address;
    this.authorization = authorization;
  }

  public static GongAccount basic(
      String connection, long generation, GongAddress address, AccessKeyPair pair) {
    return new GongAccount(connection, generation, address, pair.authorization());
  }

  public static GongAccount bearer(
      String connection, long generation, GongAddress address, String accessToken) {
    return new GongAccount(connection, generation, address, "Bearer " + accessToken);
  }

  public String connection() {
    return connection;
  }

  /** Which of the connection's credentials these are; higher with each that is loaded. */
  public long generation() {
    return generation;
  }

  public GongAddress address() {
    return address;
  }

  String authorization() {
    return authorization;
  }

  @Override
  public String toString() {
    return "GongAccount[%s/%d at %s]".formatted(connection, generation, address);
  }
}
