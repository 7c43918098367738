/** Everything that can go wrong around a call, done on purpose to real processes under load. */
@NullMarked
package dev.gamelan.system.faults;

import org.jspecify.annotations.NullMarked;
