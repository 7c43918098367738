package dev.gamelan.gongcaller.connection;

import dev.gamelan.gongcaller.connection.CheckStore.Probed;
import dev.gamelan.gongcaller.connection.CheckView.Finding;
import dev.gamelan.gongcaller.connection.CheckView.Verdict;
import dev.gamelan.schemas.Ending;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Says what the ending of a probe means for the connection, or for a scope. */
final class Findings {
  static final String CONNECTION = "connection";

  private Findings() {}

  /** Of the one request that shows whether the connection works at all. */
  static Finding connection(Probed probed, Probe probe) {
    Integer status = probed.httpStatus();
    String detail = Objects.requireNonNullElse(probed.detail(), "");
    if (!probed.hasEnded()) {
      return finding(CONNECTION, Verdict.WAITING, "Gong has not been asked yet.", probe, null);
    }
    if (status == null) {
      return Ending.FAILED_AT_GONG.name().equals(probed.ending())
          ? finding(CONNECTION, Verdict.NO_CONNECTION, detail, probe, null)
          : finding(CONNECTION, Verdict.NO_TURN, detail, probe, null);
    }
    if (status / 100 == 2) {
      return finding(CONNECTION, Verdict.ACCEPTED, "Gong accepts the credentials.", probe, status);
    }
    if (status == 401 && probed.lacksScope()) {
      return finding(
          CONNECTION,
          Verdict.ACCEPTED,
          "Gong accepts the credentials, but they lack the scope %s.".formatted(probe.scope()),
          probe,
          status);
    }
    return switch (status) {
      case 401 ->
          finding(
              CONNECTION,
              Verdict.REJECTED,
              "Gong rejects the credentials (401): they are mistyped, ended, revoked or another"
                  + " company's, or this company's are good only at the address that Gong shows"
                  + " beside its API keys.",
              probe,
              status);
      case 403 ->
          finding(
              CONNECTION,
              Verdict.FORBIDDEN,
              "Gong forbids it (403): the address that this installation asks from is not among the"
                  + " key's trusted IPs. A change there takes up to five minutes.",
              probe,
              status);
      default ->
          status / 100 == 3
              ? finding(CONNECTION, Verdict.WRONG_HOST, detail, probe, status)
              : finding(
                  CONNECTION,
                  Verdict.UNCLEAR,
                  "Gong answered with status %d, which says nothing of the credentials. Check again"
                          .formatted(status)
                      + " later.",
                  probe,
                  status);
    };
  }

  static Finding scope(Probed probed, Probe probe) {
    Integer status = probed.httpStatus();
    String scope = probe.scope();
    if (!probed.hasEnded()) {
      return finding(scope, Verdict.WAITING, "Gong has not been asked yet.", probe, null);
    }
    if (status == null) {
      String detail = Objects.requireNonNullElse(probed.detail(), "Gong was not asked.");
      return finding(scope, Verdict.UNCLEAR, detail, probe, null);
    }
    if (probed.lacksScope()) {
      return finding(
          scope,
          Verdict.MISSING,
          "Missing: Gong refuses what needs it. An administrator of Gong can add it to the key or"
              + " the integration.",
          probe,
          status);
    }
    // That it is not there is an answer only to who may look.
    return status / 100 == 2 || status == probe.notThere()
        ? finding(scope, Verdict.GRANTED, "Granted.", probe, status)
        : finding(
            scope,
            Verdict.UNCLEAR,
            "Gong answered with status %d. It did not name the scope as missing, but that does not show that it is granted."
                    .formatted(status)
                + (status == 403 ? " The company may not have bought what it is for." : ""),
            probe,
            status);
  }

  /** Of a scope that nothing can try. */
  static Finding untried(String scope, @Nullable Boolean granted) {
    return granted == null
        ? new Finding(
            scope,
            Verdict.NOT_TRIED,
            "Not tried: that would change something at Gong, or cost credits.",
            null,
            null)
        : new Finding(
            scope,
            granted ? Verdict.GRANTED : Verdict.MISSING,
            granted
                ? "Granted, as Gong said when it gave its consent."
                : "Missing: it was not part of the consent.",
            null,
            null);
  }

  private static Finding finding(
      String about, Verdict verdict, String sentence, Probe probe, @Nullable Integer status) {
    return new Finding(about, verdict, sentence, probe.operation(), status);
  }
}
