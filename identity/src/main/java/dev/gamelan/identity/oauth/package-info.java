/** Knows a caller by an access token that a configured authorization server issued for here. */
@NullMarked
package dev.gamelan.identity.oauth;

import org.jspecify.annotations.NullMarked;
