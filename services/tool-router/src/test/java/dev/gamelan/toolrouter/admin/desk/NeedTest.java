package dev.gamelan.toolrouter.admin.desk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.identity.Caller;
import dev.gamelan.identity.Role;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeedTest {
  @ParameterizedTest
  @CsvSource({
    // role, govern, look, look at one's own connection, ask, take part
    "ADMIN, true, true, true, false, true",
    "GOVERNANCE, true, true, true, false, true",
    "AUDIT, false, true, true, false, true",
    "CONNECTIONS, false, false, true, false, true",
    "READ, false, false, false, true, true",
    "WRITE, false, false, false, false, true",
    "PERMIT, false, false, false, false, false",
  })
  void eachRoleMayWhatIsItsOwn(
      Role role, boolean govern, boolean look, boolean lookAtOwn, boolean ask, boolean takePart) {
    Caller caller = new Caller("ann", Set.of(role));

    assertThat(Need.GOVERN.isMet(caller, true)).isEqualTo(govern);
    assertThat(Need.LOOK.isMet(caller, false)).isEqualTo(look);
    assertThat(Need.LOOK.isMet(caller, true)).isEqualTo(lookAtOwn);
    assertThat(Need.ASK.isMet(caller, true)).isEqualTo(ask);
    assertThat(Need.TAKE_PART.isMet(caller, false)).isEqualTo(takePart);
  }
}
