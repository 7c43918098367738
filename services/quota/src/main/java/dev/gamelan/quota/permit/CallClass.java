package dev.gamelan.quota.permit;

/** By which share of the day a unit is paid. */
public enum CallClass {
  UNKNOWN("I"),
  CONTROL("C"),
  INTERACTIVE("I"),
  BACKGROUND("B");

  private final String code;

  CallClass(String code) {
    this.code = code;
  }

  /** As the ledger's script knows it. */
  String code() {
    return code;
  }
}
