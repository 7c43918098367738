/** Asks quota for the right to send one request, and tells it what came of each. */
@NullMarked
package dev.gamelan.gongcaller.permit;

import org.jspecify.annotations.NullMarked;
