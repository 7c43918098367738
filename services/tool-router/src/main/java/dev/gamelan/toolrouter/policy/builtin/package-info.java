/** Rules that many need and few should have to write. */
@NullMarked
package dev.gamelan.toolrouter.policy.builtin;

import org.jspecify.annotations.NullMarked;
