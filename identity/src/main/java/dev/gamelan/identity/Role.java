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
  /** Own the installation: administer all of it. */
  @JsonProperty("admin")
  ADMIN,
  /** Decide who may call what: tools, toolsets, profiles, policies, kill switches. */
  @JsonProperty("governance")
  GOVERNANCE,
  /** Register connections, and administer those that name the caller as administrator. */
  @JsonProperty("connections")
  CONNECTIONS,
  /** Read the audit trail. */
  @JsonProperty("audit")
  AUDIT,
  /** Ask for permits to send to Gong: gong-caller alone. */
  @JsonProperty("permit")
  PERMIT
}
