/** Starts and stops Gamelan's own services, in this JVM or as a process each. */
@NullMarked
package dev.gamelan.local.services;

import org.jspecify.annotations.NullMarked;
