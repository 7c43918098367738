package dev.gamelan.simulator.faults;

import java.time.Duration;

/** Something that goes wrong with one request. */
public sealed interface Fault {

  /** The answer is refused with 429, with whatever {@code Retry-After} was asked for. */
  record TooManyRequests(RetryAfter retryAfter, long seconds) implements Fault {}

  /** The answer is a failure of Gong's. */
  record ServerError(int status) implements Fault {}

  /** The connection is reset before anything is done. */
  record ResetBefore() implements Fault {}

  /** Everything is done, and then the connection is reset instead of an answer. */
  record ResetAfter() implements Fault {}

  /** The answer breaks off in the middle of its JSON. */
  record MalformedJson() implements Fault {}

  /** A page of HTML, as a proxy on the way would send it, with status 200. */
  record Html() implements Fault {}

  /** A well-formed answer of many megabytes. */
  record HugeBody(int megabytes) implements Fault {}

  /** The right answer, a few bytes at a time. */
  record SlowDrip(int bytes, Duration every) implements Fault {}

  /** The tenant lives elsewhere. */
  record Redirect(int status, String location) implements Fault {}

  /** What a 429 says about when to come back. */
  enum RetryAfter {
    SECONDS,
    HTTP_DATE,
    ABSENT,
    GARBAGE
  }
}
