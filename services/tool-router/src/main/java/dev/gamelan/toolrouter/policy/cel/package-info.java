/** The one door to CEL, the language of conditions. */
@NullMarked
package dev.gamelan.toolrouter.policy.cel;

import org.jspecify.annotations.NullMarked;
