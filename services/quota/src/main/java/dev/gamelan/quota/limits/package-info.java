/** What a connection may spend, as configured. */
@NullMarked
package dev.gamelan.quota.limits;

import org.jspecify.annotations.NullMarked;
