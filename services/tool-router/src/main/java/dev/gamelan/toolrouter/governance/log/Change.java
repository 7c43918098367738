package dev.gamelan.toolrouter.governance.log;

import dev.gamelan.toolrouter.governance.document.DocumentKey;
import org.jspecify.annotations.Nullable;

/**
 * What one document shall become.
 *
 * @param expectedVersion which it must have for this to be meant; 0 where there never was one
 * @param after JSON; null where it shall be deleted
 */
public record Change(DocumentKey key, long expectedVersion, @Nullable String after) {}
