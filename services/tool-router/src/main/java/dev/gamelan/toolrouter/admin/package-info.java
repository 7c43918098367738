/** What administrators change over HTTP: tools, toolsets, profiles, defaults, clients, stops. */
@NullMarked
package dev.gamelan.toolrouter.admin;

import org.jspecify.annotations.NullMarked;
