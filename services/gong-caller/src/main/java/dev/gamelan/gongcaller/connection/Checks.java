package dev.gamelan.gongcaller.connection;

import dev.gamelan.gongcaller.connection.CheckStore.Check;
import dev.gamelan.gongcaller.connection.CheckStore.Probed;
import dev.gamelan.gongcaller.connection.CheckView.Finding;
import dev.gamelan.gongcaller.connection.CheckView.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Finds out on request what is wrong with a connection. Each question goes the way of every call,
 * under a permit, and costs a unit of the day; the answers come by way of the database, because
 * another instance may hold the lane.
 */
@Component
public class Checks {
  private static final Logger log = LoggerFactory.getLogger(Checks.class);
  private static final Duration LASTS = Duration.ofMinutes(2);
  private static final Duration PATIENCE = Duration.ofSeconds(25);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final Pattern CALL = Pattern.compile("check-([0-9a-f-]{36})-([0-9]{1,3})");

  private final CheckStore checks;
  private final ConnectionStore store;
  private final OAuthStore oauth;
  private final ConnectionPublisher publisher;
  private final Clock clock;

  Checks(
      CheckStore checks,
      ConnectionStore store,
      OAuthStore oauth,
      ConnectionPublisher publisher,
      Clock clock) {
    this.checks = checks;
    this.store = store;
    this.oauth = oauth;
    this.publisher = publisher;
    this.clock = clock;
  }

  /** Empty where a check is under way already. */
  Optional<CheckView> check(String askedBy, Kept kept, boolean scopes) {
    CredentialRow credentials = kept.current().or(kept::candidate).orElse(null);
    Instant now = clock.instant();
    var check = new Check(UUID.randomUUID(), kept.row().name(), askedBy, now, now.plus(LASTS));
    if (credentials == null || kept.row().isPaused()) {
      return Optional.of(unasked(check, kept));
    }
    if (!checks.insert(check)) {
      return Optional.empty();
    }
    long generation = credentials.generation();
    Instant patientUntil = now.plus(PATIENCE);
    ask(check, 0, Probe.KEY, generation);
    await(check, patientUntil);
    boolean works =
        checks.probes(check.id()).stream()
            .map(probed -> Findings.connection(probed, Probe.KEY))
            .anyMatch(finding -> finding.verdict() == Verdict.ACCEPTED);
    if (scopes && works) {
      for (int number = 1; number <= Probe.SCOPES.size(); number++) {
        checks.insertProbe(check.id(), number);
      }
      for (int number = 1; number <= Probe.SCOPES.size(); number++) {
        publish(check, number, Probe.SCOPES.get(number - 1), generation);
      }
      await(check, patientUntil);
    }
    return Optional.of(view(check, store.find(check.connection()).orElse(kept)));
  }

  /** As far as it has come. */
  Optional<CheckView> find(Kept kept, UUID id) {
    return checks.find(kept.row().name(), id).map(check -> view(check, kept));
  }

  private void ask(Check check, int number, Probe probe, long generation) {
    checks.insertProbe(check.id(), number);
    publish(check, number, probe, generation);
  }

  private void publish(Check check, int number, Probe probe, long generation) {
    publisher.probe(
        "check-" + check.id() + "-" + number,
        check.connection(),
        generation,
        check.askedBy(),
        probe,
        clock.instant(),
        check.deadline());
  }

  private void await(Check check, Instant until) {
    try {
      while (clock.instant().isBefore(until)
          && !checks.probes(check.id()).stream().allMatch(Probed::hasEnded)) {
        Thread.sleep(LOOK_EVERY);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * How a call ended, from whoever holds the lane; calls that are none of a check's are not noted.
   */
  public void ended(
      String callId,
      String ending,
      @Nullable Integer httpStatus,
      int attempts,
      boolean lacksScope,
      @Nullable String detail) {
    Matcher call = CALL.matcher(callId);
    if (!call.matches()) {
      return;
    }
    try {
      checks.end(
          UUID.fromString(call.group(1)),
          new Probed(
              Integer.parseInt(call.group(2)), ending, httpStatus, attempts, lacksScope, detail));
    } catch (DataAccessException away) {
      log.debug("What a check has found could not be noted", away);
    }
  }

  private static CheckView unasked(Check check, Kept kept) {
    String why =
        kept.row().isPaused()
            ? "The connection is paused, so Gong was not asked. Resume it and check again."
            : "The connection has no credentials yet, so Gong was not asked. Load some and check again.";
    return view(
        check,
        kept,
        true,
        0,
        1,
        List.of(new Finding(Findings.CONNECTION, Verdict.NOT_TRIED, why, null, null)));
  }

  private CheckView view(Check check, Kept kept) {
    List<Probed> probes = checks.probes(check.id());
    List<Finding> findings = new ArrayList<>();
    for (Probed probed : probes) {
      findings.add(
          probed.number() == 0
              ? Findings.connection(probed, Probe.KEY)
              : Findings.scope(probed, Probe.SCOPES.get(probed.number() - 1)));
    }
    if (probes.size() > 1) {
      findings.addAll(untried(kept));
    }
    boolean over = !clock.instant().isBefore(check.deadline());
    return view(
        check,
        kept,
        over || probes.stream().allMatch(Probed::hasEnded),
        probes.stream().mapToInt(Probed::attempts).sum(),
        probes.size(),
        findings);
  }

  private static CheckView view(
      Check check, Kept kept, boolean finished, int units, int planned, List<Finding> findings) {
    ConnectionRow row = kept.row();
    return new CheckView(
        check.id().toString(),
        row.name(),
        check.askedAt(),
        finished,
        row.verifiedAt() != null,
        kept.current().map(CredentialRow::baseUrl).orElse(row.baseUrl()),
        kept.current().map(CredentialRow::kind).orElse("none"),
        units,
        planned,
        findings);
  }

  private List<Finding> untried(Kept kept) {
    Set<String> granted =
        kept.current()
            .flatMap(row -> oauth.find(kept.row().name(), row.generation()))
            .map(renewal -> Arrays.stream(renewal.scopes().split(" ")).collect(Collectors.toSet()))
            .filter(Predicate.not(Set::isEmpty))
            .orElse(null);
    return Probe.UNTRIED.stream()
        .map(scope -> Findings.untried(scope, granted == null ? null : granted.contains(scope)))
        .toList();
  }
}
