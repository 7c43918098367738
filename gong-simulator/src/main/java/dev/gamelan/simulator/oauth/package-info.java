/** Gong's authorization server: consent, codes, and tokens of which each refreshes once. */
@NullMarked
package dev.gamelan.simulator.oauth;

import org.jspecify.annotations.NullMarked;
