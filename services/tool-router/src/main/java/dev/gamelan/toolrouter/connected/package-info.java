/** Which companies' Gong accounts are connected, as gong-caller says. */
@NullMarked
package dev.gamelan.toolrouter.connected;

import org.jspecify.annotations.NullMarked;
