/** Rules that an administrator writes about calls and their answers, and what they lead to. */
@NullMarked
package dev.gamelan.toolrouter.policy;

import org.jspecify.annotations.NullMarked;
