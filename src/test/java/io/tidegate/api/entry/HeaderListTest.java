package io.tidegate.api.entry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How headers that are lists are taken apart. */
class HeaderListTest {

  @Test
  void partsAreWhatIsBetweenTheMarks() {
    assertThat(HeaderList.split("a, b;c,", ',')).containsExactly("a", " b;c", "");
    assertThat(HeaderList.split("a, b;c,", ';')).containsExactly("a, b", "c,");
    assertThat(HeaderList.split("", ',')).containsExactly("");
  }

  @Test
  void marksWithinQuotesAreNone() {
    assertThat(HeaderList.split("a=\"x,y\",b", ',')).containsExactly("a=\"x,y\"", "b");
    assertThat(HeaderList.split("a=\"x\\\",y\",b", ',')).containsExactly("a=\"x\\\",y\"", "b");
    assertThat(HeaderList.split("a=\"open,b", ',')).containsExactly("a=\"open,b");
  }
}
