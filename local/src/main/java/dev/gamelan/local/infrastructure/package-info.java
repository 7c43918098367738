/**
 * The real broker, PostgreSQL, Redis and schema registry of one machine, all from Maven artifacts.
 */
@NullMarked
package dev.gamelan.local.infrastructure;

import org.jspecify.annotations.NullMarked;
