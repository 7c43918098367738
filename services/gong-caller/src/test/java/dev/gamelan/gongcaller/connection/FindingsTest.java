package dev.gamelan.gongcaller.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.gongcaller.connection.CheckStore.Probed;
import dev.gamelan.gongcaller.connection.CheckView.Verdict;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FindingsTest {
  private static final Probe SCOPE = Probe.SCOPES.getFirst();

  @ParameterizedTest
  @CsvSource({
    "ANSWERED, 200, false, ACCEPTED",
    "REFUSED_BY_GONG, 401, true, ACCEPTED",
    "REFUSED_BY_GONG, 401, false, REJECTED",
    "REFUSED_BY_GONG, 403, false, FORBIDDEN",
    "REFUSED_BY_GONG, 307, false, WRONG_HOST",
    "REFUSED_BY_GONG, 404, false, UNCLEAR",
    "FAILED_AT_GONG, 503, false, UNCLEAR",
    "FAILED_AT_GONG, , false, NO_CONNECTION",
    "EXPIRED, , false, NO_TURN",
    "QUOTA_SPENT, , false, NO_TURN",
    ", , false, WAITING",
  })
  void saysWhatIsWrongWithAConnection(
      @Nullable String ending, @Nullable Integer status, boolean lacksScope, Verdict verdict) {
    Probed probed = new Probed(0, ending, status, 1, lacksScope, "why");

    assertThat(Findings.connection(probed, Probe.KEY).verdict()).isEqualTo(verdict);
    assertThat(Findings.connection(probed, Probe.KEY).sentence()).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource({
    "ANSWERED, 200, false, GRANTED",
    "REFUSED_BY_GONG, 404, false, GRANTED",
    "REFUSED_BY_GONG, 401, true, MISSING",
    "REFUSED_BY_GONG, 401, false, UNCLEAR",
    "REFUSED_BY_GONG, 400, false, UNCLEAR",
    "REFUSED_BY_GONG, 403, false, UNCLEAR",
    "FAILED_AT_GONG, , false, UNCLEAR",
    ", , false, WAITING",
  })
  void saysWhetherAScopeIsGrantedOnlyWhereThatWasSeen(
      @Nullable String ending, @Nullable Integer status, boolean lacksScope, Verdict verdict) {
    Probed probed = new Probed(1, ending, status, 1, lacksScope, null);

    assertThat(Findings.scope(probed, SCOPE).verdict()).isEqualTo(verdict);
  }

  @Test
  void tellsAScopeThatCannotBeTriedByTheConsent() {
    assertThat(Findings.untried("api:tasks:write", null).verdict()).isEqualTo(Verdict.NOT_TRIED);
    assertThat(Findings.untried("api:tasks:write", true).verdict()).isEqualTo(Verdict.GRANTED);
    assertThat(Findings.untried("api:tasks:write", false).verdict()).isEqualTo(Verdict.MISSING);
  }
}
