/** Measures MCP's door alone, next to other gateways, each on one core. */
@NullMarked
package dev.gamelan.benchmarks.edge;

import org.jspecify.annotations.NullMarked;
