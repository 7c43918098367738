/** What a running installation tells others about itself: addresses and tokens, in gateway.json. */
@NullMarked
package dev.gamelan.local.gateway;

import org.jspecify.annotations.NullMarked;
