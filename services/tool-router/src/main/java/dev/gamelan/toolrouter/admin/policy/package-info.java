/** Policies over HTTP, for those who govern. */
@NullMarked
package dev.gamelan.toolrouter.admin.policy;

import org.jspecify.annotations.NullMarked;
