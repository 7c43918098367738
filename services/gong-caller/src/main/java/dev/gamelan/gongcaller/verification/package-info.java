/** Finds out, or is told, what became of writes whose outcome nobody knows. */
@NullMarked
package dev.gamelan.gongcaller.verification;

import org.jspecify.annotations.NullMarked;
