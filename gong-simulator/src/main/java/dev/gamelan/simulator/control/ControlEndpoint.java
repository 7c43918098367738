package dev.gamelan.simulator.control;

import dev.gamelan.simulator.access.Hosts;
import dev.gamelan.simulator.arrivals.Arrival;
import dev.gamelan.simulator.arrivals.ArrivalLog;
import dev.gamelan.simulator.arrivals.Report;
import dev.gamelan.simulator.facts.Facts;
import dev.gamelan.simulator.facts.OperationFacts;
import dev.gamelan.simulator.faults.FaultRule;
import dev.gamelan.simulator.faults.Faults;
import dev.gamelan.simulator.licences.Licences;
import dev.gamelan.simulator.oauth.AuthorizationServer;
import dev.gamelan.simulator.oauth.Conduct;
import dev.gamelan.simulator.quota.Limits;
import dev.gamelan.simulator.quota.Quota;
import dev.gamelan.simulator.world.Worlds;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Steers and questions the simulator. */
@RestController
@RequestMapping("/simulator")
class ControlEndpoint {
  private static final Set<String> OPERATIONS =
      Facts.published().all().stream().map(OperationFacts::name).collect(Collectors.toSet());

  private final ArrivalLog log;
  private final Quota quota;
  private final Faults faults;
  private final Hosts hosts;
  private final AuthorizationServer authorization;
  private final Worlds worlds;
  private final Licences licences;

  ControlEndpoint(
      ArrivalLog log,
      Quota quota,
      Faults faults,
      Hosts hosts,
      AuthorizationServer authorization,
      Worlds worlds,
      Licences licences) {
    this.log = log;
    this.quota = quota;
    this.faults = faults;
    this.hosts = hosts;
    this.authorization = authorization;
    this.worlds = worlds;
    this.licences = licences;
  }

  record FaultPlan(@Nullable Long seed, @Nullable List<FaultRule> faults) {}

  @GetMapping("/report")
  Report report() {
    return log.report(quota.limits());
  }

  @GetMapping("/arrivals")
  List<Arrival> arrivals(@RequestParam(defaultValue = "0") long since) {
    return log.since(since);
  }

  @PostMapping("/reset")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void reset() {
    worlds.reset();
    log.forget();
    quota.change(quota.limits());
    licences.change(licences.bought());
    faults.replace(0, List.of());
    hosts.change(Hosts.Rule.ANYWHERE);
    authorization.conduct(Conduct.USUAL);
  }

  @GetMapping("/limits")
  Limits limits() {
    return quota.limits();
  }

  /** Parts that are left out stay as they are. */
  @PutMapping("/limits")
  Limits limits(@RequestBody LimitsChange change) {
    quota.change(change.applyTo(quota.limits()));
    return quota.limits();
  }

  @GetMapping("/faults")
  List<FaultRule> faults() {
    return faults.rules();
  }

  @PutMapping("/faults")
  List<FaultRule> faults(@RequestBody FaultPlan plan) {
    if (plan.faults() == null) {
      throw new IllegalArgumentException("faults is required: a list, perhaps empty");
    }
    for (FaultRule rule : plan.faults()) {
      for (String operation : Objects.requireNonNullElse(rule.operations(), List.<String>of())) {
        if (!OPERATIONS.contains(operation)) {
          throw new IllegalArgumentException(operation + " is not an operation of Gong");
        }
      }
    }
    faults.replace(Objects.requireNonNullElse(plan.seed(), 0L), plan.faults());
    return faults.rules();
  }

  @DeleteMapping("/faults")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void noFaults() {
    faults.replace(0, List.of());
  }

  @GetMapping("/licences")
  Licences.Bought licences() {
    return licences.bought();
  }

  /** Parts that are left out stay as they are; the credits are all there again. */
  @PutMapping("/licences")
  Licences.Bought licences(@RequestBody LicencesChange change) {
    licences.change(change.applyTo(licences.bought()));
    return licences.bought();
  }
}
