/** Keeps secrets sealed at rest: a data key for each connection, wrapped by a master key. */
@NullMarked
package dev.gamelan.gongcaller.seal;

import org.jspecify.annotations.NullMarked;
