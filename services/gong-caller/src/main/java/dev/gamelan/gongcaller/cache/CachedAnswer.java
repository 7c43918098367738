package dev.gamelan.gongcaller.cache;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An answer that Gong gave before.
 *
 * @param age since Gong was asked
 * @param permitId of the request that it answered
 */
public record CachedAnswer(
    int status,
    @Nullable String contentType,
    byte[] body,
    @Nullable String requestId,
    String permitId,
    Duration age) {
  CachedAnswer withBody(byte[] other) {
    return new CachedAnswer(status, contentType, other, requestId, permitId, age);
  }
}
