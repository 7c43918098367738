package dev.gamelan.benchmarks.edge;

import dev.gamelan.benchmarks.Figure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How many lists and refusals one core gives, and how soon: Gamelan next to gateways from npm that
 * have the same list behind them, in interleaved rounds, medians of the rounds.
 *
 * <p>Gamelan checks a token and writes each refusal to the trail; the others do neither.
 */
public final class EdgeThroughput {
  private static final int ROUNDS = Integer.getInteger("gamelan.benchmark.rounds", 5);
  private static final double SECONDS = 2;
  private static final double WARM_UP_SECONDS = 8;
  private static final List<Integer> CLIENTS = List.of(1, 16);

  private final Path project;
  private final Path data;

  private record Case(String door, Door.Asked asked, int clients) {}

  public EdgeThroughput(Path project, Path data) {
    this.project = project;
    this.data = data;
  }

  public List<Figure> measure() throws Exception {
    Core.leave();
    List<Figure> figures = new ArrayList<>();
    try (Router router = Router.start(data.resolve("router"))) {
      JsonNode list = list(router);
      figures.add(
          new Figure(
              "tools/list: tools, bytes",
              "%d, %,d"
                  .formatted(
                      list.at("/result/tools").size(),
                      JsonMapper.shared().writeValueAsBytes(list).length),
              "–"));
      Alternatives others =
          Alternatives.install(
              project.resolve("benchmarks/src/main/node"),
              data.resolve("node"),
              list.at("/result/tools").toString());
      try (Door proxy = others.mcpProxy();
          Door hub = others.mcpHub()) {
        figures.addAll(compare(List.of(router, proxy, hub)));
      }
    }
    return figures;
  }

  private static List<Figure> compare(List<Door> doors) throws Exception {
    Map<Case, List<Load>> rounds = new LinkedHashMap<>();
    for (int round = -1; round < ROUNDS; round++) {
      for (Door.Asked asked : Door.Asked.values()) {
        for (int clients : CLIENTS) {
          for (Door door : doors) {
            Load load = Load.of(door, asked, clients, round < 0 ? WARM_UP_SECONDS : SECONDS);
            if (round >= 0) {
              rounds
                  .computeIfAbsent(new Case(door.name(), asked, clients), any -> new ArrayList<>())
                  .add(load);
            }
          }
        }
      }
    }
    List<Figure> figures = new ArrayList<>();
    rounds.forEach(
        (measured, loads) ->
            figures.add(
                new Figure(
                    "%s, %d at once, %s%s"
                        .formatted(
                            measured.asked().shown(),
                            measured.clients(),
                            measured.door(),
                            Core.pinned() ? ", one core" : ""),
                    Load.median(loads).shown(),
                    aim(measured))));
    return figures;
  }

  private static String aim(Case measured) {
    return !measured.door().equals("Gamelan")
        ? "–"
        : measured.clients() == 1 ? "p50 ≤ 1 ms" : "≥ 3,000/s";
  }

  private static JsonNode list(Router router) throws IOException {
    try (Wire wire = new Wire(router.port())) {
      wire.send(Router.request("tools/list", "", ""));
      return JsonMapper.shared().readTree(wire.answer());
    }
  }
}
