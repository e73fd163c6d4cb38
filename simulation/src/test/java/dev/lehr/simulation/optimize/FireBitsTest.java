package dev.lehr.simulation.optimize;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lehr.simulation.state.SimState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * FIRE's arithmetic as it was when campaigns were first run: those go on from their checkpoints
 * only where no bit of a step changes.
 */
class FireBitsTest {

  @Test
  void theBitsOfFireAreThoseOfTheFirstRelease() throws Exception {
    assertThat(digest(FireSettings.Flavour.ASE))
        .isEqualTo("516a6ad99f878e9f2a025121c10f20844ddcd4e24f083a8b89d5d6d3f7ec62d5");
    assertThat(digest(FireSettings.Flavour.TORCHSIM))
        .isEqualTo("e9c0aa4c0667c81f79301e325c6c8692ab1af86a3c60e01e6f492867984e919d");
  }

  private static String digest(FireSettings.Flavour flavour)
      throws IOException, NoSuchAlgorithmException {
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    try (InputStream in =
        FireBitsTest.class.getResourceAsStream("/golden/optimize/ase_fire.json")) {
      for (JsonNode run : new ObjectMapper().readTree(in).get("runs")) {
        boolean frechet = run.get("cell").asText().equals("frechet");
        CellFilter filter =
            new CellFilter(
                frechet ? CellFilter.Kind.FRECHET : CellFilter.Kind.NONE,
                run.get("pressure").asDouble(),
                run.path("hydrostatic_strain").asBoolean(),
                run.path("constant_volume").asBoolean());
        Fire fire =
            new Fire(FireSettings.defaults(flavour), filter, Convergence.force(1e-12, 1_000_000));
        SimState state = start(run);
        PlainPair.argon().start(fire, state);
        PlainPair.argon().run(fire, state, 40);
        add(sha, state.positions());
        add(sha, state.cell());
        add(sha, state.doubles("velocities"));
        add(sha, state.doubles("cell_velocities"));
        add(sha, state.doubles("cell_forces"));
        add(sha, state.doubles("log_deformation"));
        add(sha, state.doubles("dt"));
        add(sha, state.doubles("alpha"));
      }
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  private static SimState start(JsonNode run) {
    JsonNode first = run.get("steps").get(0);
    double[] positions = flat(first.get("positions"));
    boolean[] pbc = new boolean[3];
    for (int k = 0; k < 3; k++) {
      pbc[k] = run.get("pbc").get(k).asBoolean();
    }
    int[] z = new int[positions.length / 3];
    double[] masses = new double[z.length];
    Arrays.fill(z, 18);
    Arrays.fill(masses, 39.948);
    return SimState.ofSystem(z, masses, positions, flat(first.get("cell")), pbc);
  }

  private static double[] flat(JsonNode node) {
    List<Double> all = new ArrayList<>();
    node.forEach(x -> all.add(x.asDouble()));
    return all.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static void add(MessageDigest sha, double[] values) {
    for (double value : values) {
      sha.update(ByteBuffer.allocate(8).putDouble(0, value));
    }
  }
}
