/** Changes a connection's limits while it runs, and tells of it. */
@NullMarked
package dev.gamelan.quota.change;

import org.jspecify.annotations.NullMarked;
