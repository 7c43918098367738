/** Who has used what lately, folded from the trail of all routers. */
@NullMarked
package dev.gamelan.toolrouter.usage;

import org.jspecify.annotations.NullMarked;
