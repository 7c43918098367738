package dev.gamelan.identity;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a caller may do. */
public enum Role {
  /** Call tools that change nothing at Gong. */
  @JsonProperty("read")
  READ,
  /** Call tools that change something at Gong. */
  @JsonProperty("write")
  WRITE,
  /** Administer the installation. */
  @JsonProperty("admin")
  ADMIN,
  /** Read the audit trail. */
  @JsonProperty("audit")
  AUDIT,
  /** Ask for permits to send to Gong: gong-caller alone. */
  @JsonProperty("permit")
  PERMIT
}
