/** Permission profiles and who has which. */
@NullMarked
package dev.gamelan.simulator.permissions;

import org.jspecify.annotations.NullMarked;
