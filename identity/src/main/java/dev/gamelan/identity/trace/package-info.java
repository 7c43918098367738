/** What traces tell of a request: how it went, and nothing of what was in it. */
@NullMarked
package dev.gamelan.identity.trace;

import org.jspecify.annotations.NullMarked;
