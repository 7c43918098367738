/** How people come by access that is not theirs by itself: what they ask for, and who decides. */
@NullMarked
package dev.gamelan.toolrouter.admin.request;

import org.jspecify.annotations.NullMarked;
