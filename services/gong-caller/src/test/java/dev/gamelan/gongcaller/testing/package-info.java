/** A gong-caller with everything around it, for tests. */
@NullMarked
package dev.gamelan.gongcaller.testing;

import org.jspecify.annotations.NullMarked;
