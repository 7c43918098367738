/** Grants the right to send one request; the only door to Redis and bucket4j. */
@NullMarked
package dev.gamelan.quota.permit;

import org.jspecify.annotations.NullMarked;
