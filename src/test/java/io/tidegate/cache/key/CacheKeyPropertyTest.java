package io.tidegate.cache.key;

import static io.tidegate.cache.Questions.key;
import static io.tidegate.cache.key.Documents.meaning;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.cache.Questions;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Operation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.StringLength;

/** Bodies made at random: keys are equal when, and only when, the questions are. */
class CacheKeyPropertyTest {

  private static final List<String> DELIVERY =
      List.of("model", "stream", "stream_options", "user", "metadata");

  @Property(tries = 2000)
  void equalMeaningGivesEqualKeysInWhateverSpelling(@ForAll long seed) {
    Random random = new Random(seed);
    Documents documents = new Documents(random);
    ObjectNode question = question(documents);

    assertThat(key(spelled(random, question))).isEqualTo(key(spelled(random, question)));
  }

  @Property(tries = 5000)
  void keysAreEqualExactlyWhenTheDocumentsMeanTheSame(@ForAll long seed) {
    Random random = new Random(seed);
    Documents documents = new Documents(random);
    JsonNode one = documents.value(3);
    JsonNode other =
        switch (random.nextInt(4)) {
          case 0 -> one;
          case 1 -> documents.value(3);
          default -> documents.changed(one);
        };
    boolean same = meaning(one).equals(meaning(other));

    assertThat(keyOf(random, one).equals(keyOf(random, other))).isEqualTo(same);
  }

  @Property(tries = 2000)
  void numbersAreEqualExactlyWhenTheirValuesAre(@ForAll long seed) {
    Random random = new Random(seed);
    String one = number(random);
    String other = number(random);
    boolean same = new BigDecimal(one).compareTo(new BigDecimal(other)) == 0;

    assertThat(key("{\"x\":" + one + "}").equals(key("{\"x\":" + other + "}"))).isEqualTo(same);
  }

  @Property(tries = 300)
  void noTwoTenantsShareUnlessTheyAreToldTo(
      @ForAll @AlphaChars @NotEmpty @StringLength(max = 64) String one,
      @ForAll @AlphaChars @NotEmpty @StringLength(max = 64) String other,
      @ForAll long seed) {
    ObjectNode question = question(new Documents(new Random(seed)));
    Call first = by(one, question);
    Call second = by(other, question);

    assertThat(CacheKey.of(first, "flash", false).equals(CacheKey.of(second, "flash", false)))
        .isEqualTo(one.equals(other));
    assertThat(CacheKey.of(first, "flash", true)).isEqualTo(CacheKey.of(second, "flash", true));
    assertThat(CacheKey.of(first, "flash", true)).isNotEqualTo(CacheKey.of(first, "flash", false));
  }

  @Property(tries = 300)
  void eachResolvedModelHasItsOwnKey(
      @ForAll @StringLength(max = 5) String one, @ForAll @StringLength(max = 5) String other) {
    Call call = Questions.call("{\"messages\":[]}");

    assertThat(CacheKey.of(call, one, false).equals(CacheKey.of(call, other, false)))
        .isEqualTo(one.equals(other));
  }

  private static Call by(String tenant, ObjectNode question) {
    return Questions.call(question.toString().getBytes(UTF_8), tenant, Operation.CHAT, false);
  }

  private static ObjectNode question(Documents documents) {
    ObjectNode question = documents.object(4);
    question.set("messages", Documents.MAKE.arrayNode().add(documents.object(3)));
    question.put("temperature", new BigDecimal("0.7"));
    question.remove(DELIVERY);
    return question;
  }

  /** The question in some spelling, with some of the members that do not count. */
  private static String spelled(Random random, ObjectNode question) {
    Spelling spelling = new Spelling(random);
    Documents documents = new Documents(random);
    List<String> members = new ArrayList<>();
    question
        .properties()
        .forEach(each -> members.add(spelled(spelling, each.getKey(), each.getValue())));
    for (String name : DELIVERY) {
      if (random.nextBoolean()) {
        members.add(spelling.member(name, documents.value(3)));
      }
    }
    return spelling.object(members);
  }

  private static String spelled(Spelling spelling, String name, JsonNode value) {
    return name.equals("messages") ? spelling.turns(name, value) : spelling.member(name, value);
  }

  private static CacheKey keyOf(Random random, JsonNode value) {
    return key(new Spelling(random).object(List.of(new Spelling(random).member("x", value))));
  }

  /** A number of few digits, so that two are often the same in different spellings. */
  private static String number(Random random) {
    StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "-" : "");
    text.append(random.nextBoolean() ? "0" : "1" + "0".repeat(random.nextInt(3)));
    if (random.nextBoolean()) {
      text.append('.').append("0".repeat(random.nextInt(3))).append(random.nextInt(2));
    }
    if (random.nextBoolean()) {
      text.append(random.nextBoolean() ? 'e' : 'E').append(random.nextInt(7) - 3);
    }
    return text.toString();
  }
}
