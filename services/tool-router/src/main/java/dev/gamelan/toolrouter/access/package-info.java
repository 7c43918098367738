/** Who may call which tool. */
@NullMarked
package dev.gamelan.toolrouter.access;

import org.jspecify.annotations.NullMarked;
