/** Lets several reads share one request to Gong, and gives each what it would have got alone. */
@NullMarked
package dev.gamelan.gongcaller.sharing;

import org.jspecify.annotations.NullMarked;
