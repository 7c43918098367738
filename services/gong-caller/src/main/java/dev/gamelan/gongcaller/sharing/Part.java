package dev.gamelan.gongcaller.sharing;

import dev.gamelan.gongcaller.gong.GongAnswer;

/** What one question gets of a request that was for several. */
public sealed interface Part {
  /** What it would have got alone. */
  record Answer(GongAnswer answer) implements Part {}

  /** Nothing that can be trusted to be its own: it is asked again, alone. */
  record Alone() implements Part {}

  /** The fault is one question's: each half is asked again, by itself. */
  record Half(boolean first) implements Part {}
}
