/** Policies over HTTP, for those who govern. */
@NullMarked
package dev.gamelan.toolrouter.policy.admin;

import org.jspecify.annotations.NullMarked;
