package dev.gamelan.quota.permit;

/**
 * Who asks for permits of a connection: its holder, or a guest, another program that shares the
 * connection's quota without holding it.
 */
record Asker(String name, boolean guest) {
  /** No holder's name begins with it. */
  static final String GUEST = "guest:";

  static Asker holder(String name) {
    return new Asker(name, false);
  }

  static Asker guest(String name) {
    return new Asker(GUEST + name, true);
  }
}
