/** The guides are read, and their commands run as they are printed. */
@NullMarked
package dev.gamelan.system.guides;

import org.jspecify.annotations.NullMarked;
