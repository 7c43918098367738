/** A real broker for the integration tests of every service. */
@NullMarked
package dev.gamelan.topics.testing;

import org.jspecify.annotations.NullMarked;
