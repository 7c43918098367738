package dev.gamelan.local.up;

/** Told what has come up, as it does. */
public interface Progress {
  void ready(String part);

  void notice(String sentence);
}
