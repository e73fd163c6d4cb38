package dev.lehr.activities.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lehr.activities.files.StateCodec;
import dev.lehr.activities.files.StructureCodec;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.ResultRow;
import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Structure;
import dev.lehr.workflows.status.TaskStatus;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ResultExportTest {

  private static final double ENERGY = -3.5399948410627036;

  @Test
  void jsonNumbersParseBackToTheSameBits() throws IOException {
    JsonNode line =
        new ObjectMapper().readTree(export(ResultFormat.JSONL, true).lines().toList().get(0));
    assertThat(line.get("energy").doubleValue()).isEqualTo(ENERGY);
    assertThat(line.get("fmax").doubleValue()).isEqualTo(1.0 / 3.0);
    assertThat(line.get("stress").get(1).get(2).doubleValue()).isEqualTo(6e-300);
    assertThat(line.get("positions").get(0).get(1).doubleValue()).isEqualTo(0.1 + 0.2);
    assertThat(line.get("forces").get(0).get(0).doubleValue()).isEqualTo(-1e-17);
    assertThat(line.get("cell").get(2).get(2).doubleValue()).isEqualTo(3.6);
    assertThat(line.get("symbols").get(0).asText()).isEqualTo("Cu");
    assertThat(line.get("pressure_gpa").doubleValue()).isEqualTo(0.25);
  }

  @Test
  void everyStructureHasALineAndAbsentNumbersAreNull() throws IOException {
    List<String> lines = export(ResultFormat.JSONL, false).lines().toList();
    assertThat(lines).hasSize(2);
    JsonNode rejected = new ObjectMapper().readTree(lines.get(1));
    assertThat(rejected.get("structure").longValue()).isEqualTo(1);
    assertThat(rejected.get("status").asText()).isEqualTo("rejected");
    for (String name : List.of("energy", "energy_per_atom", "fmax", "stress")) {
      assertThat(rejected.has(name)).as(name).isTrue();
      assertThat(rejected.get(name).isNull()).as(name).isTrue();
    }
  }

  @Test
  void csvQuotesCommasAndQuotesAndHasNineStressColumns() throws IOException {
    String[] lines = export(ResultFormat.CSV, false).split("\r\n", -1);
    assertThat(lines[0])
        .startsWith("structure,id,source")
        .contains("stress_xx")
        .contains("stress_zz");
    assertThat(lines[1]).contains(Double.toString(ENERGY)).contains("6.0E-300");
    assertThat(lines[2]).contains("\"a.xyz:3: found \"\"Xx\"\", expected an element\"");
    int columns = lines[0].split(",").length;
    assertThat(lines[1]).contains("\"Cu, fcc\"");
    assertThat(lines[1].replace("\"Cu, fcc\"", "id").split(",", -1)).hasSize(columns);
  }

  @Test
  void framesKeepTheInfoOfTheInputAndHaveOurFieldsWithAPrefix() throws IOException {
    String frames = export(ResultFormat.EXTXYZ, false);
    assertThat(frames)
        .contains("prototype=A1")
        .contains("lehr_status=converged")
        .contains("forces:R:3");
    assertThat(frames.lines()).hasSize(3);
  }

  private static String export(ResultFormat format, boolean arrays) throws IOException {
    StringBuilder out = new StringBuilder();
    new ResultExport(format, arrays, Set.of()).write(ledger(), 1, 0, out);
    return out.toString();
  }

  /** A ledger that can only list results. */
  @SuppressWarnings("unchecked")
  private static Ledger ledger() {
    return (Ledger)
        Proxy.newProxyInstance(
            Ledger.class.getClassLoader(),
            new Class<?>[] {Ledger.class},
            (proxy, method, args) -> {
              if (!method.getName().equals("forEachResult")) {
                throw new UnsupportedOperationException(method.getName());
              }
              Consumer<ResultRow> each = (Consumer<ResultRow>) args[4];
              each.accept(converged());
              each.accept(rejected());
              return null;
            });
  }

  private static ResultRow converged() {
    Structure s =
        Structure.builder("Cu, fcc", "a.xyz#0", new int[] {29}, new double[] {0, 0.3, 0})
            .cell(new double[] {3.5, 0, 0, 0, 3.5, 0, 0, 0, 3.5})
            .pbc(true, true, true)
            .info("prototype", "A1")
            .build();
    SimState state = s.toSimState();
    state.positions()[1] = 0.1 + 0.2;
    state.cell()[8] = 3.6;
    state.addDoubles("forces", Scope.ATOM, 3, -1e-17);
    String properties =
        "{\"fmax\":" + 1.0 / 3.0 + ",\"stress\":[1,2,3,4,5,6e-300,7,8,9],\"pressure_gpa\":0.25}";
    return row(
        0,
        s,
        TaskStatus.CONVERGED,
        "",
        "",
        ENERGY,
        properties,
        Optional.of(StateCodec.encode(state)));
  }

  private static ResultRow rejected() {
    return new ResultRow(
        1,
        "bad",
        "d",
        "a.xyz#1",
        "",
        0,
        "relax",
        0,
        TaskStatus.REJECTED,
        "unknown_element",
        "a.xyz:3: found \"Xx\", expected an element",
        Double.NaN,
        0,
        0,
        "{}",
        Optional.empty(),
        Optional.of(new byte[0]),
        Optional.empty());
  }

  private static ResultRow row(
      long index,
      Structure s,
      TaskStatus status,
      String reason,
      String detail,
      double energy,
      String properties,
      Optional<byte[]> state) {
    return new ResultRow(
        index,
        s.id(),
        s.contentDigest(),
        s.source(),
        s.formula(),
        s.nAtoms(),
        "relax",
        0,
        status,
        reason,
        detail,
        energy,
        12,
        3,
        properties,
        Optional.empty(),
        Optional.of(StructureCodec.encode(s)),
        state);
  }
}
