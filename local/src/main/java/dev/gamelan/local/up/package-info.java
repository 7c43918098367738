/**
 * Brings everything up in order, shows that it works with one real call, and takes it down again.
 */
@NullMarked
package dev.gamelan.local.up;

import org.jspecify.annotations.NullMarked;
