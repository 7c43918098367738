/** Where administrators decide whose calls people may see, and look how the mirror stands. */
@NullMarked
package dev.gamelan.toolrouter.visibility.admin;

import org.jspecify.annotations.NullMarked;
