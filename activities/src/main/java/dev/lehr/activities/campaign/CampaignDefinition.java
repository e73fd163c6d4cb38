package dev.lehr.activities.campaign;

import dev.lehr.activities.plugins.ConfiguredModel;
import dev.lehr.activities.reports.ComparedValues;
import dev.lehr.activities.stages.ConfiguredStage;
import dev.lehr.simulation.dynamics.DynamicsSettings;
import dev.lehr.simulation.optimize.CellFilter;
import dev.lehr.simulation.optimize.Convergence;
import dev.lehr.simulation.optimize.OptimizerSettings;
import dev.lehr.simulation.schedule.Packing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a campaign file says, with every default filled in. Numbers are in internal units (eV,
 * angstrom, eV/angstrom^3, angstrom sqrt(amu/eV)).
 *
 * @param name letters, digits, dot, dash, underscore
 * @param description for people; may be empty
 * @param seed what everything random depends on
 * @param structures where structures come from, in order
 * @param model the potential
 * @param stages each after those that it follows
 * @param rules what each of them says besides, in the same order
 * @param batching how batches are filled
 * @param urgency beside other campaigns
 * @param recomputeSteps steps that a crash may cost a structure at most
 * @param shardSize structures in a shard
 * @param lanes shards that are worked on at a time
 * @param workers class of the workers that run it; empty: any
 * @param report what to print at the end besides the counts
 * @param trajectories which frames are kept, by stage id; stages without one keep none
 */
public record CampaignDefinition(
    String name,
    String description,
    long seed,
    List<StructuresSpec> structures,
    ModelSpec model,
    List<StageSpec> stages,
    List<StageRules> rules,
    Batching batching,
    Urgency urgency,
    int recomputeSteps,
    int shardSize,
    int lanes,
    String workers,
    Optional<Report> report,
    Map<String, Trajectory> trajectories) {

  /** Where structures come from. */
  public sealed interface StructuresSpec {
    /**
     * Files.
     *
     * @param path a path or glob, relative to the campaign file
     * @param idField the info field that holds the structure's id
     */
    record Files(String path, String idField) implements StructuresSpec {}

    /**
     * Decorated crystal structure types.
     *
     * @param prototypes A1, A2, ...
     * @param elements symbols
     * @param volumes factors on the volume
     * @param contact without a lattice constant or volume per atom: nearest neighbours touch,
     *     instead of a volume that is the sum of the elements'
     * @param latticeConstant angstrom; empty: from the elements
     * @param volumePerAtom cubic angstrom; empty: from the elements
     * @param rattle angstrom
     * @param strain standard deviation of the random strain
     * @param seed what displacements depend on
     * @param starts for each volume
     * @param conventional conventional instead of primitive cells
     * @param supercell three repeats
     */
    record Prototypes(
        List<String> prototypes,
        List<String> elements,
        List<Double> volumes,
        boolean contact,
        OptionalDouble latticeConstant,
        OptionalDouble volumePerAtom,
        double rattle,
        double strain,
        long seed,
        int starts,
        boolean conventional,
        List<Integer> supercell)
        implements StructuresSpec {}

    /**
     * Random clusters.
     *
     * @param sizes numbers of atoms
     * @param element symbol
     * @param starts clusters of each size
     * @param distance of neighbours, angstrom
     * @param seed what positions depend on
     */
    record Clusters(List<Integer> sizes, String element, int starts, double distance, long seed)
        implements StructuresSpec {}
  }

  /** The potential. */
  public sealed interface ModelSpec {
    /** Its name in campaign files. */
    String name();

    /**
     * The analytic embedded-atom method of Zhou, Johnson and Wadley (2004).
     *
     * @param elements symbols; the largest lattice constant among them sets the cutoff
     * @param truncation smooth or hard
     */
    record ZhouEam(List<String> elements, String truncation) implements ModelSpec {
      @Override
      public String name() {
        return dev.lehr.simulation.model.ZhouEam.NAME;
      }
    }

    /**
     * Lennard-Jones.
     *
     * @param sigma angstrom
     * @param epsilon eV
     * @param cutoff angstrom; infinite: none
     */
    record LennardJones(double sigma, double epsilon, double cutoff) implements ModelSpec {
      @Override
      public String name() {
        return "lennard-jones";
      }
    }

    /**
     * Morse.
     *
     * @param sigma angstrom
     * @param epsilon eV
     * @param alpha 1/angstrom
     * @param cutoff angstrom; infinite: none
     */
    record Morse(double sigma, double epsilon, double alpha, double cutoff) implements ModelSpec {
      @Override
      public String name() {
        return dev.lehr.simulation.model.Morse.NAME;
      }
    }

    /**
     * Soft spheres.
     *
     * @param species symbols, in the order of rows and columns; empty: one kind of sphere, whose
     *     parameters are matrices of one number
     * @param sigma angstrom, a row for each species
     * @param epsilon eV, likewise
     * @param alpha likewise
     * @param cutoff angstrom; empty: the largest sigma
     */
    record SoftSphere(
        List<String> species,
        List<List<Double>> sigma,
        List<List<Double>> epsilon,
        List<List<Double>> alpha,
        OptionalDouble cutoff)
        implements ModelSpec {
      @Override
      public String name() {
        return dev.lehr.simulation.model.SoftSphere.NAME;
      }
    }

    /**
     * A tabulated embedded-atom potential.
     *
     * @param file a setfl file, relative to the campaign file
     * @param format detect, alloy or fs
     */
    record SetflEam(String file, String format) implements ModelSpec {
      @Override
      public String name() {
        return dev.lehr.simulation.model.SetflEam.NAME;
      }
    }

    /**
     * A TorchScript file.
     *
     * @param name of a model in the cache; empty where a file is named
     * @param file relative to the campaign file; empty where a name is given
     * @param precision float32 or float64; empty: whatever the file is in
     * @param device auto, cpu, cuda or cuda:N
     * @param inputs what the model takes of every structure that does not say it itself
     */
    record TorchScript(
        String name, String file, String precision, String device, Map<String, String> inputs)
        implements ModelSpec {}

    /**
     * A model that exists only as Python.
     *
     * @param python module:factory
     * @param kind ase, torch-sim or plain
     * @param settings keyword arguments of the factory, a JSON object
     * @param environment a Python or a virtual environment, relative to the campaign file
     */
    record Python(String python, String kind, String settings, String environment)
        implements ModelSpec {
      @Override
      public String name() {
        return python;
      }
    }

    /**
     * A model of a plugin's kind.
     *
     * @param name of the kind
     * @param model its settings
     */
    record Plugin(String name, ConfiguredModel model) implements ModelSpec {}

    /**
     * The sum of models.
     *
     * @param terms in order
     */
    record Sum(List<ModelSpec> terms) implements ModelSpec {
      @Override
      public String name() {
        return dev.lehr.simulation.model.SumModel.NAME;
      }
    }
  }

  /** A stage. */
  public sealed interface StageSpec {
    /** Unique in the campaign. */
    String id();

    /**
     * Relaxation.
     *
     * @param optimizer which one, and its parameters
     * @param cell whether and how the cell relaxes too
     * @param convergence when it is done
     * @param rattle standard deviation of random displacements before the start, angstrom; 0: none
     * @param rattleStrain standard deviation of a random strain before the start; 0: none
     * @param fixCom whether the centre of mass is held
     * @param fixElements symbols of elements whose atoms are held
     * @param fixIndices atoms that are held, counted from 0; negative ones count from the end
     */
    record Relax(
        String id,
        OptimizerSettings optimizer,
        CellFilter cell,
        Convergence convergence,
        double rattle,
        double rattleStrain,
        boolean fixCom,
        List<String> fixElements,
        List<Integer> fixIndices)
        implements StageSpec {}

    /**
     * Molecular dynamics.
     *
     * @param dynamics ensemble, temperature, time step, steps; times in fs
     */
    record Md(String id, DynamicsSettings dynamics) implements StageSpec {}

    /** One evaluation. */
    record Static(String id) implements StageSpec {}

    /**
     * A stage of one of the other kinds.
     *
     * @param kind its name
     * @param version of its code
     * @param stage its settings
     */
    record Kind(String id, String kind, String version, ConfiguredStage stage)
        implements StageSpec {}
  }

  /**
   * How batches are filled.
   *
   * @param memoryScalesWith the metric's name
   * @param maxMemoryScaler largest sum of it; empty: chosen for the device
   * @param memory bytes that batches may take, instead of a sum of a metric
   * @param packing which waiting structure is next
   * @param resizeEvery steps between looks at how the sizes of systems have changed; 0: never
   */
  public record Batching(
      String memoryScalesWith,
      OptionalDouble maxMemoryScaler,
      OptionalLong memory,
      Packing packing,
      int resizeEvery) {}

  /**
   * How urgent a campaign is beside others that share a device.
   *
   * @param priority higher is first; 0 unless something else is said
   * @param weight its share among those of the same priority
   */
  public record Urgency(int priority, double weight) {
    /** Like everybody else's. */
    public static final Urgency USUAL = new Urgency(0, 1);
  }

  /**
   * The report at the end.
   *
   * @param kind its name
   * @param reference a table, relative to the campaign file; empty: none
   * @param compared what is put beside it, of a {@code comparison}
   */
  public record Report(String kind, String reference, Optional<ComparedValues> compared) {}
}
