/** What the integration tests share: one running simulator, and requests that it should accept. */
@NullMarked
package dev.gamelan.simulator.testing;

import org.jspecify.annotations.NullMarked;
