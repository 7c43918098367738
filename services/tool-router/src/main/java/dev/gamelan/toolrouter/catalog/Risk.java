package dev.gamelan.toolrouter.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What makes an operation worth a policy of its own, whatever its effect. */
public enum Risk {
  /**
   * Gives or takes what was said in conversations, what is held about people outside the company,
   * or how employees perform.
   */
  @JsonProperty("sensitive")
  SENSITIVE,
  /** Cannot be taken back, changes who may see what, or reaches people outside the company. */
  @JsonProperty("dangerous")
  DANGEROUS,
  /** Uses credits that the company pays Gong for. */
  @JsonProperty("costly")
  COSTLY
}
