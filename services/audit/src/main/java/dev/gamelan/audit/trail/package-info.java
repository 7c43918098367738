/** The trail itself: events come in from their topic, stay for good, and can be searched. */
@NullMarked
package dev.gamelan.audit.trail;

import org.jspecify.annotations.NullMarked;
