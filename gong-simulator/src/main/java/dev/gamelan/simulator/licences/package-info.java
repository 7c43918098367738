/** What the company has bought of Gong, which decides what works at all. */
@NullMarked
package dev.gamelan.simulator.licences;

import org.jspecify.annotations.NullMarked;
