package dev.gamelan.toolrouter.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gamelan.toolrouter.governance.document.Defaults;
import dev.gamelan.toolrouter.testing.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GovernancePropertiesTest {
  private static final String PREFIX = "gamelan.governance";

  @Test
  void nothingIsOpenUnlessSomebodySaysSo() {
    assertThat(Settings.bind(PREFIX, GovernanceProperties.class, Map.of()))
        .isEqualTo(
            new GovernanceProperties(
                Defaults.NewTools.PENDING_REVIEW, Defaults.WithoutProfile.NOTHING));
  }

  @Test
  void keys() {
    assertThat(
            Settings.bind(
                PREFIX,
                GovernanceProperties.class,
                Map.of(
                    PREFIX + ".new-tools", "approved",
                    PREFIX + ".without-profile", "approved-tools")))
        .isEqualTo(
            new GovernanceProperties(
                Defaults.NewTools.APPROVED, Defaults.WithoutProfile.APPROVED_TOOLS));
  }

  @Test
  void anUnknownKeyIsAnError() {
    assertThatThrownBy(
            () ->
                Settings.bind(
                    PREFIX, GovernanceProperties.class, Map.of(PREFIX + ".old-tools", "approved")))
        .rootCause()
        .hasMessageContaining("old-tools");
  }
}
