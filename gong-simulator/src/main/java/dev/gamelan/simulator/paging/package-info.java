/** Pages of a hundred and the signed, expiring cursors that lead from one to the next. */
@NullMarked
package dev.gamelan.simulator.paging;

import org.jspecify.annotations.NullMarked;
