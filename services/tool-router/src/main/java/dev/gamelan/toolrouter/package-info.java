/** The front door for AI clients and programs. */
@NullMarked
package dev.gamelan.toolrouter;

import org.jspecify.annotations.NullMarked;
