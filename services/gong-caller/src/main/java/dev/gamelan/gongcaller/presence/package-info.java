/**
 * Which gong-callers are there: one that dies is noticed within a moment, not only once Kafka has
 * waited for it in vain, and what it served goes to those that are there.
 */
@NullMarked
package dev.gamelan.gongcaller.presence;

import org.jspecify.annotations.NullMarked;
