package dev.gamelan.toolrouter.governance.log;

import dev.gamelan.toolrouter.governance.document.Document;
import dev.gamelan.toolrouter.governance.document.DocumentKey;
import org.jspecify.annotations.Nullable;

/**
 * A document as it stands on record.
 *
 * @param version one more with each change, also when it is deleted; what an ETag names
 * @param json null where it was deleted
 * @param document the same, read; null where it was deleted
 */
public record Governed(
    DocumentKey key, long version, @Nullable String json, @Nullable Document document) {
  public boolean isThere() {
    return json != null;
  }

  /** Null where it was deleted, or is not understood as such a document. */
  public <T extends Document> @Nullable T as(Class<T> type) {
    return type.isInstance(document) ? type.cast(document) : null;
  }
}
