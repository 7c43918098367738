package dev.gamelan.simulator.http;

import dev.gamelan.simulator.facts.Facts;
import dev.gamelan.simulator.facts.OperationFacts;
import dev.gamelan.simulator.operations.Operation;
import dev.gamelan.simulator.operations.Operations;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** All published operations; none may be without behaviour, and none may be invented. */
@Component
class Routes {
  private final List<Route> routes = new ArrayList<>();

  /** Where a method and a path lead. */
  sealed interface Direction {}

  record Found(Route route, Map<String, String> pathValues) implements Direction {}

  record WrongMethod(String allowed) implements Direction {}

  record Nowhere() implements Direction {}

  Routes(List<Operations> features) {
    Map<String, Operation> behaviours = new HashMap<>();
    features.forEach(feature -> behaviours.putAll(feature.byName()));
    for (OperationFacts facts : Facts.published().all()) {
      Operation behaviour = behaviours.remove(facts.name());
      if (behaviour == null) {
        throw new IllegalStateException("nothing answers " + facts.name());
      }
      routes.add(Route.to(facts, behaviour));
    }
    if (!behaviours.isEmpty()) {
      throw new IllegalStateException("not published: " + behaviours.keySet());
    }
    // A path without variables is preferred to one with.
    routes.sort(Comparator.comparing(route -> route.facts().path().contains("{")));
  }

  Direction find(String method, String path) {
    List<String> segments = Route.segments(path);
    var allowed = new TreeSet<String>();
    for (Route route : routes) {
      var values = route.match(segments);
      if (values.isPresent()) {
        if (route.facts().method().equals(method)) {
          return new Found(route, values.get());
        }
        allowed.add(route.facts().method());
      }
    }
    return allowed.isEmpty() ? new Nowhere() : new WrongMethod(String.join(", ", allowed));
  }
}
