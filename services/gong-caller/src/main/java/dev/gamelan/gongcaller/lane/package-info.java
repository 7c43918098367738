/** One lane per connection: a fair queue, paced by permits, committed at the low watermark. */
@NullMarked
package dev.gamelan.gongcaller.lane;

import org.jspecify.annotations.NullMarked;
