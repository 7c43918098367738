/** How a call ends: judged from what Gong answered, and published until Kafka has it. */
@NullMarked
package dev.gamelan.gongcaller.ending;

import org.jspecify.annotations.NullMarked;
