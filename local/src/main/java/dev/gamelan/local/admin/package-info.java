/** The administrator's side of the terminal: connections, and what is governed. */
@NullMarked
package dev.gamelan.local.admin;

import org.jspecify.annotations.NullMarked;
