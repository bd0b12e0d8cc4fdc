package io.tidegate.api.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.http.ApiJson;
import io.tidegate.store.DeadLetter;
import io.tidegate.store.Page;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an administrator sees of dead letters. */
class DeadLetterListJsonTest {

  @Test
  void showsWhatIsKnownOfEach() {
    DeadLetter letter = new DeadLetter("ID:1-2", "tidegate.jobs", SampleJobs.ID, 5_999);

    assertThat(ApiJson.text(DeadLetterListJson.of(new Page<>(List.of(letter), true))))
        .isEqualTo(
            "{\"object\":\"list\",\"data\":[{\"id\":\"ID:1-2\",\"queue\":\"tidegate.jobs\","
                + "\"subject\":\""
                + SampleJobs.ID
                + "\",\"at\":5}],\"has_more\":true}");
    assertThat(ApiJson.text(DeadLetterListJson.of(new Page<>(List.of(), false))))
        .isEqualTo("{\"object\":\"list\",\"data\":[],\"has_more\":false}");
  }

  @Test
  void saysWhatWasDoneWithHowMany() {
    assertThat(ApiJson.text(new DeadLetterListJson.PurgedJson(3))).isEqualTo("{\"purged\":3}");
    assertThat(ApiJson.text(new DeadLetterListJson.RetriedJson(1))).isEqualTo("{\"retried\":1}");
  }
}
