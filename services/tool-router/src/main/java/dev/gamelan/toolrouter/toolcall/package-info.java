/**
 * The story of one tool call, from who asks to what is answered, and the same story over plain
 * HTTP.
 */
@NullMarked
package dev.gamelan.toolrouter.toolcall;

import org.jspecify.annotations.NullMarked;
