/** What a connection may cost that a client does not make good use of. */
@NullMarked
package dev.gamelan.toolrouter.connection;

import org.jspecify.annotations.NullMarked;
