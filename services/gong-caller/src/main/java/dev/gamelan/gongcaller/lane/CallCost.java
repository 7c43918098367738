package dev.gamelan.gongcaller.lane;

import dev.gamelan.schemas.FilePart;
import dev.gamelan.schemas.StoredFile;
import dev.gamelan.schemas.ToolCallRequested;

/** What a call costs its caller in turns: an ordinary request one, a large file more. */
final class CallCost {
  private static final long A_TURN = 16L * 1024 * 1024;
  private static final int MOST = 8;

  private CallCost() {}

  static int of(ToolCallRequested call) {
    FilePart file = call.getRequest().getFile();
    if (file == null) {
      return 1;
    }
    StoredFile stored = file.getStored();
    long bytes = stored == null ? file.getContent().remaining() : stored.getSize();
    return (int) Math.min(MOST, 1 + bytes / A_TURN);
  }
}
