/** Publishes which tools each connection has, and begins the governance of new ones. */
@NullMarked
package dev.gamelan.toolrouter.discovery;

import org.jspecify.annotations.NullMarked;
