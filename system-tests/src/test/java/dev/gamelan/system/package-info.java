/** The whole system, seen from outside. */
@NullMarked
package dev.gamelan.system;

import org.jspecify.annotations.NullMarked;
