package dev.gamelan.simulator.operations;

import java.util.Map;

/** A handful of operations of one feature, by their published name. */
@FunctionalInterface
public interface Operations {
  Map<String, Operation> byName();
}
