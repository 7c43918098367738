package dev.gamelan.toolrouter.policy.facts;

import tools.jackson.databind.node.ObjectNode;

/**
 * What policies are asked about.
 *
 * @param content the arguments before a call, the result after it; nobody changes it
 * @param status Gong's HTTP status; 0 before the call
 */
public record Question(When when, CallFacts call, ObjectNode content, int status) {
  public static Question before(CallFacts call, ObjectNode arguments) {
    return new Question(When.BEFORE, call, arguments, 0);
  }

  public static Question after(CallFacts call, ObjectNode result, int status) {
    return new Question(When.AFTER, call, result, status);
  }

  public Question with(ObjectNode changed) {
    return new Question(when, call, changed, status);
  }
}
