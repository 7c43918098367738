/** Users, their settings and their history. */
@NullMarked
package dev.gamelan.simulator.users;

import org.jspecify.annotations.NullMarked;
