/** The two clocks of this process, given rather than fetched. */
@NullMarked
package dev.gamelan.quota.time;

import org.jspecify.annotations.NullMarked;
