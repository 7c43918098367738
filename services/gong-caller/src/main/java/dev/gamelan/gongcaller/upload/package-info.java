/** Reads files back that were stored in chunks, when their call's turn has come. */
@NullMarked
package dev.gamelan.gongcaller.upload;

import org.jspecify.annotations.NullMarked;
