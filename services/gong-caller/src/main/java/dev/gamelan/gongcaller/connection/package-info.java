/**
 * Keeps connections to companies' Gong accounts: who they are, how they prove it, what is wrong.
 */
@NullMarked
package dev.gamelan.gongcaller.connection;

import org.jspecify.annotations.NullMarked;
