package dev.gamelan.benchmarks.load;

import java.util.concurrent.CompletableFuture;

/** Somebody who can be asked. */
public interface Door {
  /** Never fails: what went wrong is a reply with status 0. */
  CompletableFuture<Reply> ask(Question question);

  /**
   * @param status of HTTP; 0 where there was no answer
   */
  record Reply(int status, String body) {
    static Reply broken(Throwable why) {
      return new Reply(0, String.valueOf(why));
    }
  }
}
