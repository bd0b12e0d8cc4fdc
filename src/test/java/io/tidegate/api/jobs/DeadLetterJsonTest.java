package io.tidegate.api.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.store.DeadLetter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an administrator sees of dead letters. */
class DeadLetterJsonTest {

  @Test
  void showsWhatIsKnownOfEach() {
    DeadLetter letter = new DeadLetter("ID:1-2", "tidegate.jobs", SampleJobs.ID, 5_999);

    assertThat(DeadLetterJson.of(List.of(letter), true))
        .isEqualTo(
            "{\"object\":\"list\",\"data\":[{\"id\":\"ID:1-2\",\"queue\":\"tidegate.jobs\","
                + "\"subject\":\""
                + SampleJobs.ID
                + "\",\"at\":5}],\"has_more\":true}");
    assertThat(DeadLetterJson.of(List.of(), false))
        .isEqualTo("{\"object\":\"list\",\"data\":[],\"has_more\":false}");
  }

  @Test
  void saysWhatWasDoneWithHowMany() {
    assertThat(DeadLetterJson.done("purged", 3)).isEqualTo("{\"purged\":3}");
  }
}
