/** The structure of the code, held by tests. */
@NullMarked
package dev.gamelan.architecture;

import org.jspecify.annotations.NullMarked;
