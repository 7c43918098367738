package dev.gamelan.toolrouter.policy.facts;

/** What a policy that applies leads to. */
public enum Action {
  /** Excuses the call from every DENY and CONFIRM of a lower priority. */
  ALLOW,
  /** Refuses the call, or withholds its answer. */
  DENY,
  /** Changes the arguments, or the result. */
  MUTATE,
  /** Asks a person first. */
  CONFIRM
}
