/** What MCP's conformance suite wants to find, and the way to it through authentication. */
@NullMarked
package dev.gamelan.toolrouter.conformance;

import org.jspecify.annotations.NullMarked;
