package dev.gamelan.quota.permit;

import java.time.Instant;

/** One request that went to Gong, as the topic of attempts tells. */
public record Attempt(String permitId, String holder, Instant sentAt, Use use) {}
