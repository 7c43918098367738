/** Speaks with Gong's authorization server: asks for consent, and exchanges codes and tokens. */
@NullMarked
package dev.gamelan.gongcaller.oauth;

import org.jspecify.annotations.NullMarked;
