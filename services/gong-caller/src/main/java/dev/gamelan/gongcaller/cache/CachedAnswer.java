package dev.gamelan.gongcaller.cache;

import dev.gamelan.gongcaller.gong.GongAnswer;
import java.time.Duration;

/**
 * An answer that Gong gave before.
 *
 * @param permitId of the request that it answered
 * @param age since Gong was asked
 */
public record CachedAnswer(GongAnswer.Responded answer, String permitId, Duration age) {
  CachedAnswer withBody(byte[] part) {
    return new CachedAnswer(answer.withBody(part), permitId, age);
  }
}
