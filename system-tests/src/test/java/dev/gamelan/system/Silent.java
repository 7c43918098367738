package dev.gamelan.system;

import dev.gamelan.local.up.Progress;

/** Progress that nobody needs to see. */
public enum Silent implements Progress {
  PROGRESS;

  @Override
  public void ready(String part) {}

  @Override
  public void notice(String sentence) {}
}
