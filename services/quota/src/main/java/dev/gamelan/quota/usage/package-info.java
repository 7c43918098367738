/** Tells what was spent, by whom and with which tool. */
@NullMarked
package dev.gamelan.quota.usage;

import org.jspecify.annotations.NullMarked;
