package dev.gamelan.gongcaller.upload;

import dev.gamelan.schemas.FilePart;
import dev.gamelan.schemas.StoredFile;
import dev.gamelan.schemas.ToolCallRequested;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** What looking for a call's stored file came to; to be closed whether it was used or not. */
public sealed interface OpenedFile extends AutoCloseable {
  /** The call has none. */
  record None() implements OpenedFile {}

  /** It is there, and its first chunk is in memory. */
  record Ready(String callId, StoredContent content) implements OpenedFile {
    @Override
    public void close() {
      content.close();
    }
  }

  /** It is not there any more, and never will be. */
  record Gone() implements OpenedFile {}

  /** It cannot be read now. */
  record Unreadable(String reason) implements OpenedFile {}

  /** Whether all is here that a call sends. */
  default boolean isAllOf(ToolCallRequested call) {
    return stored(call) == null
        || (this instanceof Ready(var id, _) && id.equals(call.getCallId()));
  }

  /** What a call sends beside its command; null where nothing. */
  default @Nullable InputStream of(ToolCallRequested call) {
    return this instanceof Ready(var id, var content) && id.equals(call.getCallId())
        ? content
        : null;
  }

  static @Nullable StoredFile stored(ToolCallRequested call) {
    FilePart file = call.getRequest().getFile();
    return file == null ? null : file.getStored();
  }

  @Override
  default void close() {}
}
