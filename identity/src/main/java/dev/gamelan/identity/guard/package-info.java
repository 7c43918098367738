/** Stands in front of a service: lets known callers past and tells the others what to bring. */
@NullMarked
package dev.gamelan.identity.guard;

import org.jspecify.annotations.NullMarked;
