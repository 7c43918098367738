package dev.gamelan.quota.permit;

import dev.gamelan.quota.time.Times;

/** What this instance keeps of one connection: its keys at Redis, its clock, its latest permits. */
final class Connection {
  private final String name;
  private final QuotaClock clock;
  private final Holders holders = new Holders();
  private final RecentPermits recent = new RecentPermits();

  Connection(String name, Times times) {
    this.name = name;
    clock = new QuotaClock(times);
  }

  /** In the order the script takes them; the braces keep them together in a cluster. */
  String[] keys() {
    String stem = "gamelan:quota:{" + name + "}";
    return new String[] {stem, stem + ":superseded", stem + ":open", stem + ":use"};
  }

  String name() {
    return name;
  }

  QuotaClock clock() {
    return clock;
  }

  Holders holders() {
    return holders;
  }

  RecentPermits recent() {
    return recent;
  }
}
