/** Remembers each write before it is sent, so that no crash can send it twice. */
@NullMarked
package dev.gamelan.gongcaller.ledger;

import org.jspecify.annotations.NullMarked;
