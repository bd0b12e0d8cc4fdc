package io.tidegate.cluster;

import io.tidegate.cluster.RandomLeasesRun.Kind;
import io.tidegate.testing.ToReproduce;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to servers, network and calls: no place is given twice, and none is lost. */
class RandomLeasesTest {

  private final long seed = new Random().nextLong();

  @RegisterExtension final ToReproduce facts = new ToReproduce("seed " + seed);

  @RepeatedTest(60)
  void callsNeverExceedTheLimitWhileNobodyIsCutOff() {
    new RandomLeasesRun(Kind.LOSSES, seed).check();
  }

  @RepeatedTest(60)
  void norWhileServersDoNotKnowTheAccount() {
    new RandomLeasesRun(Kind.STRANGERS, seed).check();
  }

  @RepeatedTest(60)
  void norWhileServersForgetTheAccountAndHaveItAgain() {
    new RandomLeasesRun(Kind.RETURNS, seed).check();
  }

  @RepeatedTest(60)
  void sharesNeverExceedTheLimitEvenAcrossCuts() {
    new RandomLeasesRun(Kind.CUTS, seed).check();
  }

  /** The entry is lost, and who holds the most cannot renew while another has not been heard. */
  @ParameterizedTest
  @ValueSource(longs = {1838727399663434820L, -8099359679979416058L})
  void aServerSilentSinceBeforeAnotherWasIsCountedFromItsOwnSilenceOn(long known) {
    new RandomLeasesRun(Kind.LOSSES, known).check();
  }

  /** An equal part gets smaller as a server is seen to have joined, while a call is on its way. */
  @Test
  void aCallThatSawALargerPartMayStillStart() {
    new RandomLeasesRun(Kind.STRANGERS, 6690902702659251382L).check();
  }
}
