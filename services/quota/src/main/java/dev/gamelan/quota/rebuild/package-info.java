/** Restores a connection's count from the topic of attempts when Redis has lost it. */
@NullMarked
package dev.gamelan.quota.rebuild;

import org.jspecify.annotations.NullMarked;
