/**
 * The one door to Gong's HTTP: bounded in size and time, and it never does anything of its own
 * accord.
 */
@NullMarked
package dev.gamelan.gongcaller.gong;

import org.jspecify.annotations.NullMarked;
