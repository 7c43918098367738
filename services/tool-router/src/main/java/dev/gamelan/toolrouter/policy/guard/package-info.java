/** Asks the policies in force about the calls of this instance. */
@NullMarked
package dev.gamelan.toolrouter.policy.guard;

import org.jspecify.annotations.NullMarked;
