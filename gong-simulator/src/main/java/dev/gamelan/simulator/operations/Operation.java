package dev.gamelan.simulator.operations;

import dev.gamelan.simulator.world.World;

/** What Gong does when it is asked for one operation, once the request has passed every check. */
@FunctionalInterface
public interface Operation {
  Answer answer(Ask ask, World world);
}
