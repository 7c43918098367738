/**
 * Keeps Gong's answers for a while, sealed and in memory, so that the same need not be asked twice.
 */
@NullMarked
package dev.gamelan.gongcaller.cache;

import org.jspecify.annotations.NullMarked;
