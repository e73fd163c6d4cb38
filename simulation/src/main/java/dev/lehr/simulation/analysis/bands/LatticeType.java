package dev.lehr.simulation.analysis.bands;

/**
 * Bravais lattices with special points, each known by the metric of its standard primitive cell
 * after Setyawan and Curtarolo (2010). They are in the order in which they are tried: a lattice
 * that is a special case of another comes before it.
 */
public enum LatticeType {
  /** Simple cubic. */
  CUB("cubic P") {
    @Override
    boolean fits(Metric m) {
      return m.isRectangular() && m.isEqualSided();
    }

    @Override
    SpecialPoints points(Metric m) {
      return SpecialPoints.along("Γ X M Γ R X\nM R")
          .point("M", 0.5, 0.5, 0)
          .point("R", 0.5, 0.5, 0.5)
          .point("X", 0, 0.5, 0)
          .build();
    }
  },
  /** Face-centred cubic. */
  FCC("cubic F") {
    @Override
    boolean fits(Metric m) {
      return m.isEqualSided() && m.isEqualAngled() && m.same(m.ab(), m.aa() / 2);
    }

    @Override
    SpecialPoints points(Metric m) {
      return SpecialPoints.along("Γ X W K Γ L U W L K\nU X")
          .point("K", 0.375, 0.375, 0.75)
          .point("L", 0.5, 0.5, 0.5)
          .point("U", 0.625, 0.25, 0.625)
          .point("W", 0.5, 0.25, 0.75)
          .point("X", 0.5, 0, 0.5)
          .build();
    }
  },
  /** Body-centred cubic. */
  BCC("cubic I") {
    @Override
    boolean fits(Metric m) {
      return m.isEqualSided() && m.isEqualAngled() && m.same(m.ab(), -m.aa() / 3);
    }

    @Override
    SpecialPoints points(Metric m) {
      return SpecialPoints.along("Γ H N Γ P H\nP N")
          .point("H", 0.5, -0.5, 0.5)
          .point("P", 0.25, 0.25, 0.25)
          .point("N", 0, 0, 0.5)
          .build();
    }
  },
  /** Hexagonal; the first two vectors at 120 degrees. */
  HEX("hexagonal P") {
    @Override
    boolean fits(Metric m) {
      return m.same(m.aa(), m.bb())
          && m.same(m.ab(), -m.aa() / 2)
          && m.same(m.ac(), 0)
          && m.same(m.bc(), 0);
    }

    @Override
    SpecialPoints points(Metric m) {
      return SpecialPoints.along("Γ M K Γ A L H A\nL M\nK H")
          .point("A", 0, 0, 0.5)
          .point("H", 1 / 3.0, 1 / 3.0, 0.5)
          .point("K", 1 / 3.0, 1 / 3.0, 0)
          .point("L", 0.5, 0, 0.5)
          .point("M", 0.5, 0, 0)
          .build();
    }
  },
  /** Simple tetragonal; the third vector is the axis. */
  TET("tetragonal P") {
    @Override
    boolean fits(Metric m) {
      return m.isRectangular() && m.same(m.aa(), m.bb());
    }

    @Override
    SpecialPoints points(Metric m) {
      return SpecialPoints.along("Γ X M Γ Z R A Z\nX R\nM A")
          .point("A", 0.5, 0.5, 0.5)
          .point("M", 0.5, 0.5, 0)
          .point("R", 0, 0.5, 0.5)
          .point("X", 0, 0.5, 0)
          .point("Z", 0, 0, 0.5)
          .build();
    }
  },
  /** Body-centred tetragonal. */
  BCT("tetragonal I") {
    @Override
    boolean fits(Metric m) {
      // (-a, a, c)/2, (a, -a, c)/2, (a, a, -c)/2
      return m.isEqualSided()
          && m.same(m.ac(), m.bc())
          && m.smaller(m.ac(), 0)
          && m.same(m.ab() + 2 * m.ac(), -m.aa());
    }

    @Override
    SpecialPoints points(Metric m) {
      double c2 = -4 * m.ac();
      double a2 = 2 * (m.aa() - c2 / 4);
      return c2 < a2 ? flat(c2 / a2) : tall(a2 / c2);
    }

    private SpecialPoints flat(double ratio) {
      double eta = (1 + ratio) / 4;
      return SpecialPoints.along("Γ X M Γ Z P N Z1 M\nX P")
          .point("M", -0.5, 0.5, 0.5)
          .point("N", 0, 0.5, 0)
          .point("P", 0.25, 0.25, 0.25)
          .point("X", 0, 0, 0.5)
          .point("Z", eta, eta, -eta)
          .point("Z1", -eta, 1 - eta, eta)
          .build();
    }

    private SpecialPoints tall(double ratio) {
      double eta = (1 + ratio) / 4;
      double zeta = ratio / 2;
      return SpecialPoints.along("Γ X Y Σ Γ Z Σ1 N P Y1 Z\nX P")
          .point("N", 0, 0.5, 0)
          .point("P", 0.25, 0.25, 0.25)
          .point("Σ", -eta, eta, eta)
          .point("Σ1", eta, 1 - eta, -eta)
          .point("X", 0, 0, 0.5)
          .point("Y", -zeta, zeta, 0.5)
          .point("Y1", 0.5, 0.5, -zeta)
          .point("Z", 0.5, 0.5, -0.5)
          .build();
    }
  },
  /** Rhombohedral. */
  RHL("rhombohedral") {
    @Override
    boolean fits(Metric m) {
      return m.isEqualSided() && m.isEqualAngled();
    }

    @Override
    SpecialPoints points(Metric m) {
      double cosine = m.ab() / m.aa();
      return cosine > 0 ? acute(cosine) : obtuse(cosine);
    }

    private SpecialPoints acute(double cosine) {
      double eta = (1 + 4 * cosine) / (2 + 4 * cosine);
      double nu = 0.75 - eta / 2;
      return SpecialPoints.along("Γ L B1\nB Z Γ X\nQ F P1 Z\nL P")
          .point("B", eta, 0.5, 1 - eta)
          .point("B1", 0.5, 1 - eta, eta - 1)
          .point("F", 0.5, 0.5, 0)
          .point("L", 0.5, 0, 0)
          .point("P", eta, nu, nu)
          .point("P1", 1 - nu, 1 - nu, 1 - eta)
          .point("Q", 1 - nu, nu, 0)
          .point("X", nu, 0, -nu)
          .point("Z", 0.5, 0.5, 0.5)
          .build();
    }

    private SpecialPoints obtuse(double cosine) {
      // 1 / (2 tan^2(alpha/2))
      double eta = 0.5 * (1 + cosine) / (1 - cosine);
      double nu = 0.75 - eta / 2;
      return SpecialPoints.along("Γ P Z Q Γ F P1 Q1 L Z")
          .point("F", 0.5, -0.5, 0)
          .point("L", 0.5, 0, 0)
          .point("P", 1 - nu, -nu, 1 - nu)
          .point("P1", nu, nu - 1, nu - 1)
          .point("Q", eta, eta, eta)
          .point("Q1", 1 - eta, -eta, -eta)
          .point("Z", 0.5, -0.5, 0.5)
          .build();
    }
  },
  /** Simple orthorhombic; the vectors by length. */
  ORC("orthorhombic P") {
    @Override
    boolean fits(Metric m) {
      return m.isRectangular() && m.smaller(m.aa(), m.bb()) && m.smaller(m.bb(), m.cc());
    }

    @Override
    SpecialPoints points(Metric m) {
      return SpecialPoints.along("Γ X S Y Γ Z U R T Z\nY T\nU X\nS R")
          .point("R", 0.5, 0.5, 0.5)
          .point("S", 0.5, 0.5, 0)
          .point("T", 0, 0.5, 0.5)
          .point("U", 0.5, 0, 0.5)
          .point("X", 0.5, 0, 0)
          .point("Y", 0, 0.5, 0)
          .point("Z", 0, 0, 0.5)
          .build();
    }
  };

  private final String words;

  LatticeType(String words) {
    this.words = words;
  }

  /** For people, for example {@code cubic F}. */
  public String words() {
    return words;
  }

  /** Whether three lattice vectors that span a primitive cell are the standard ones. */
  abstract boolean fits(Metric m);

  /** Special points of the lattice with such vectors. */
  abstract SpecialPoints points(Metric m);
}
