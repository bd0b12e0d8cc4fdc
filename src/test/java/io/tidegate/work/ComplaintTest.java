package io.tidegate.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testing.RecordedLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ComplaintTest {

  private static final String NAME = ComplaintTest.class.getName();

  @RegisterExtension final RecordedLog log = new RecordedLog(NAME);

  private final Complaint complaint = new Complaint(System.getLogger(NAME));

  @Test
  void troubleIsToldOnce() {
    complaint.tell("it fails");
    complaint.tell("it fails");

    assertThat(log.records()).containsExactly("it fails");
    assertThat(complaint.isOpen()).isTrue();
  }

  @Test
  void itIsToldAnewOnceAllWentWell() {
    complaint.tell("it fails");
    complaint.settle();
    assertThat(complaint.isOpen()).isFalse();
    complaint.tell("it fails again");

    assertThat(log.records()).containsExactly("it fails", "it fails again");
  }

  @Test
  void aMistakeIsToldOnceWithItsTrace() {
    complaint.tellMistake("it fails", new IllegalStateException("why"));
    complaint.tellMistake("it fails", new IllegalStateException("why"));

    assertThat(log.records()).containsExactly("it fails");
    assertThat(log.traces()).singleElement().isInstanceOf(IllegalStateException.class);
  }

  @Test
  void noTroubleIsNotTold() {
    complaint.settle();

    assertThat(log.records()).isEmpty();
  }
}
