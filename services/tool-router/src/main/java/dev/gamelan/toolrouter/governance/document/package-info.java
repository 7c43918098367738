/** What can be governed, as typed records that are read once from the JSON on the topic. */
@NullMarked
package dev.gamelan.toolrouter.governance.document;

import org.jspecify.annotations.NullMarked;
