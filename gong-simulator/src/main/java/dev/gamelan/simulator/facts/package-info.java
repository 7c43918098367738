/** What is published about each operation: its path, effect, scopes and fields. */
@NullMarked
package dev.gamelan.simulator.facts;

import org.jspecify.annotations.NullMarked;
