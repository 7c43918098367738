package dev.gamelan.gongcaller.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RefusalsTest {
  private final Refusals refusals = new Refusals();

  @Test
  void oneTooManyStopsOnce() {
    assertThat(refusals.refused(1, 3)).isFalse();
    assertThat(refusals.refused(1, 3)).isFalse();
    assertThat(refusals.isStopped(1)).isFalse();
    assertThat(refusals.refused(1, 3)).isTrue();
    assertThat(refusals.isStopped(1)).isTrue();
    assertThat(refusals.refused(1, 3)).isFalse();
  }

  @Test
  void aSuccessBetweenBeginsTheCountAnew() {
    refusals.refused(1, 3);
    refusals.refused(1, 3);
    refusals.accepted(1);
    refusals.refused(1, 3);
    refusals.refused(1, 3);
    assertThat(refusals.isStopped(1)).isFalse();
  }

  @Test
  void otherCredentialsBeginAnew() {
    refusals.refused(1, 1);
    refusals.hold(1);
    assertThat(refusals.isStopped(2)).isFalse();
    assertThat(refusals.isHeld(2)).isFalse();
    refusals.refused(2, 2);
    assertThat(refusals.isStopped(2)).isFalse();
  }

  @Test
  void aSuccessLiftsWhatWasStoppedOrHeld() {
    refusals.hold(1);
    assertThat(refusals.isHeld(1)).isTrue();
    assertThat(refusals.accepted(1)).isTrue();
    assertThat(refusals.isHeld(1)).isFalse();
    assertThat(refusals.accepted(1)).isFalse();
  }
}
