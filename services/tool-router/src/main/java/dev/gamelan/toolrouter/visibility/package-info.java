/** Each person sees of Gong's calls what they would see in Gong. */
@NullMarked
package dev.gamelan.toolrouter.visibility;

import org.jspecify.annotations.NullMarked;
