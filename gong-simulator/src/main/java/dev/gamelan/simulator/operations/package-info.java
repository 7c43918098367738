/** What an operation of Gong is given and what it may answer. */
@NullMarked
package dev.gamelan.simulator.operations;

import org.jspecify.annotations.NullMarked;
