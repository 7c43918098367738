/** The launcher: composes Gamelan on one machine and talks to it from a terminal. */
@NullMarked
package dev.gamelan.local;

import org.jspecify.annotations.NullMarked;
