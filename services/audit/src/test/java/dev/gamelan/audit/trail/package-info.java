/** What the trail promises, tried. */
@NullMarked
package dev.gamelan.audit.trail;

import org.jspecify.annotations.NullMarked;
