package dev.lehr.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

class PoolLimitTest {

  @Command
  private static final class WithPools {
    @Option(names = "--pool", converter = PoolLimit.Converter.class)
    private List<PoolLimit> pools = new ArrayList<>();
  }

  @Test
  void poolsOfTheCommandLineHaveNamesAndLimits() {
    WithPools options = new WithPools();
    new CommandLine(options).parseArgs("--pool", "dft=4", "--pool=big-jobs=1");
    assertThat(options.pools)
        .containsExactly(new PoolLimit("dft", 4), new PoolLimit("big-jobs", 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dft", "dft=", "dft=0", "dft=-1", "dft=x", "=4", "../x=4", "dft=9999999"})
  void whatIsNoPoolIsSaid(String text) {
    CommandLine line = new CommandLine(new WithPools());
    assertThatThrownBy(() -> line.parseArgs("--pool=" + text))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("found '" + text + "', expected a name and a number of 1 or more");
  }
}
