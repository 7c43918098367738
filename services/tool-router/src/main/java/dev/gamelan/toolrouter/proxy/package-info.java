/** Gong's own API for programs that speak it, behind the same gate as every tool call. */
@NullMarked
package dev.gamelan.toolrouter.proxy;

import org.jspecify.annotations.NullMarked;
