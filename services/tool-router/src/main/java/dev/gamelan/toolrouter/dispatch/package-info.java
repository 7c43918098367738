/** A command goes out, its answer is waited for, and every answer is kept for a while. */
@NullMarked
package dev.gamelan.toolrouter.dispatch;

import org.jspecify.annotations.NullMarked;
