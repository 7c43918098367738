/** The log of governance: what is on the topic is folded into memory, and nothing else counts. */
@NullMarked
package dev.gamelan.toolrouter.governance.log;

import org.jspecify.annotations.NullMarked;
