package dev.lehr.activities.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tables for people. */
class TextTableTest {

  @Test
  void columnsAreAsWideAsTheyHaveToBeAndGroupsStandAboveThem() {
    TextTable table = new TextTable();
    table.column("", List.of("Cu", "W"), false);
    table.group("B", "found", List.of("138.0", "310.3"), true);
    table.column("ref.", List.of("136.9", "310.4"), true);
    table.column("%", List.of("+0.8", "-0.0"), true);
    table.last("0.4");
    table.group("", "stable", List.of("true", "false"), true);
    assertThat(table.text())
        .isEqualTo(
            """
                 B
                 found  ref.    %   stable
            Cu   138.0 136.9 +0.8     true
            W    310.3 310.4 -0.0    false
                              0.4
            """);
  }

  @Test
  void aGroupWithALongNameWidensItsFirstColumnAndWithoutGroupsThereIsNoLineOfThem() {
    TextTable table = new TextTable();
    table.group("bulk modulus", "found", List.of("1"), true);
    table.column("ref.", List.of("2"), true);
    table.group("C", "found", List.of("3"), true);
    assertThat(table.text())
        .isEqualTo(
            """
            bulk modulus   C
              found ref.   found
                  1    2       3
            """);
    TextTable plain = new TextTable();
    plain.group("", "a", List.of("1"), true);
    plain.group("", "b", List.of("2"), true);
    assertThat(plain.text()).isEqualTo("a   b\n1   2\n");
  }

  @Test
  void theLargestNumberOfAColumnHasFourDigitsThatCount() {
    assertThat(Shown.digits(List.of(Optional.of(310.26), Optional.of(2.0)))).isEqualTo(1);
    assertThat(Shown.digits(List.of(Optional.of(0.0123), Optional.empty()))).isEqualTo(5);
    assertThat(Shown.digits(List.of(Optional.of(3.0), Optional.of(12.0)))).isZero();
    assertThat(Shown.of(310.26, 1)).isEqualTo("310.3");
    assertThat(Shown.of(true, 1)).isEqualTo("true");
  }
}
