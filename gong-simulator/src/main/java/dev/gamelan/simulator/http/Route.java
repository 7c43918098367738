package dev.gamelan.simulator.http;

import dev.gamelan.simulator.facts.OperationFacts;
import dev.gamelan.simulator.facts.RequestShape;
import dev.gamelan.simulator.operations.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The way from a method and a path to an operation. */
record Route(OperationFacts facts, RequestShape shape, Operation operation, List<String> segments) {

  static Route to(OperationFacts facts, Operation operation) {
    return new Route(facts, new RequestShape(facts), operation, segments(facts.path()));
  }

  static List<String> segments(String path) {
    return List.of(path.split("/", -1));
  }

  /** The values of the path's variables, if the path is this route's. */
  Optional<Map<String, String>> match(List<String> path) {
    if (path.size() != segments.size()) {
      return Optional.empty();
    }
    Map<String, String> values = new HashMap<>();
    for (int index = 0; index < path.size(); index++) {
      String segment = segments.get(index);
      if (segment.startsWith("{")) {
        values.put(segment.substring(1, segment.length() - 1), path.get(index));
      } else if (!segment.equals(path.get(index))) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }
}
