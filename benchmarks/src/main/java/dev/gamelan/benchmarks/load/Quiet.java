package dev.gamelan.benchmarks.load;

import dev.gamelan.local.up.Progress;

/** Progress that is only worth printing when something had to be started again. */
public enum Quiet implements Progress {
  PROGRESS;

  @Override
  public void ready(String part) {}

  @Override
  public void notice(String sentence) {
    System.err.println(sentence);
  }
}
