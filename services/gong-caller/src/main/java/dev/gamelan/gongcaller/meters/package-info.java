/** All meters of this service. */
@NullMarked
package dev.gamelan.gongcaller.meters;

import org.jspecify.annotations.NullMarked;
