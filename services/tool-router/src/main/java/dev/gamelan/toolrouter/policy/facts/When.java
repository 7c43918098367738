package dev.gamelan.toolrouter.policy.facts;

/** At which moment of a call a policy is asked. */
public enum When {
  /** About the arguments, before anything is published. */
  BEFORE,
  /** About Gong's answer, each time somebody is about to read it. */
  AFTER
}
