/** What a policy may know of a call. */
@NullMarked
package dev.gamelan.toolrouter.policy.facts;

import org.jspecify.annotations.NullMarked;
