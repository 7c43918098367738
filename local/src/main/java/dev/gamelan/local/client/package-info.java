/** The terminal's side: small commands that ask a running installation. */
@NullMarked
package dev.gamelan.local.client;

import org.jspecify.annotations.NullMarked;
