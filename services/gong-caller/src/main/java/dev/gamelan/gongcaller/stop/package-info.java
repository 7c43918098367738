/** What administrators have stopped, known here without asking a tool-router. */
@NullMarked
package dev.gamelan.gongcaller.stop;

import org.jspecify.annotations.NullMarked;
