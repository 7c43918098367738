/** The only process that speaks to Gong. */
@NullMarked
package dev.gamelan.gongcaller;

import org.jspecify.annotations.NullMarked;
