'use strict';
/* What is embedded in the page, and small things that everything uses. */
const Lehr = (() => {
  const read = id => { const e = document.getElementById(id); return e ? JSON.parse(e.textContent) : null; };
  const summary = read('lehr-summary');
  const rows = read('lehr-rows') || [];
  const [INDEX, ID, FORMULA, ATOMS, STATUS, VALUES] = [0, 1, 2, 3, 4, 5];
  const byIndex = new Map(rows.map((r, i) => [r[INDEX], i]));
  const parsed = new Map();
  /** Arrays and geometry of a structure, or null where they are not embedded. */
  const detail = index => {
    if (!parsed.has(index)) parsed.set(index, read('detail-' + index));
    return parsed.get(index);
  };
  /** Position of the last column of a name that any stage has, or -1. */
  const lastColumn = name => summary.columns.map(c => c.name).lastIndexOf(name);
  const value = (row, column) => column < 0 ? null : row[VALUES][column];
  const el = (tag, props = {}, ...children) => {
    const e = document.createElement(tag);
    for (const [k, v] of Object.entries(props)) {
      if (k in e && k !== 'list') e[k] = v; else e.setAttribute(k, v);
    }
    e.append(...children.filter(c => c !== null && c !== undefined));
    return e;
  };
  const fill = (e, ...children) => { if (e) e.replaceChildren(...children.filter(c => c)); return e; };
  const escape = s => String(s).replace(/[&<>"']/g, c => '&#' + c.charCodeAt(0) + ';');
  /** A number for people: six significant digits. */
  const shown = v => {
    if (v === null || v === undefined) return '';
    if (typeof v === 'boolean') return v ? 'yes' : 'no';
    if (typeof v !== 'number') return String(v);
    if (Number.isInteger(v) && Math.abs(v) < 1e15) return String(v);
    const a = Math.abs(v);
    return (a !== 0 && (a < 1e-3 || a >= 1e6) ? Number(v.toPrecision(4)).toExponential() : String(Number(v.toPrecision(6)))).replace('-', '\u2212');
  };
  const UNITS = {
    energy: 'eV', energy_per_atom: 'eV/atom', enthalpy: 'eV', fmax: 'eV/\u00c5', cell_fmax: 'eV/\u00c5', pressure_gpa: 'GPa', smax: 'GPa',
    volume: '\u00c5\u00b3', volume_per_atom: '\u00c5\u00b3/atom', max_stress: 'eV/\u00c5\u00b3', shortest_distance: '\u00c5', largest_displacement: '\u00c5',
    equilibrium_volume: '\u00c5\u00b3', equilibrium_volume_per_atom: '\u00c5\u00b3/atom', equilibrium_energy: 'eV', bulk_modulus: 'GPa', eos_rms: 'eV',
    shear_modulus: 'GPa', youngs_modulus: 'GPa', bulk_modulus_voigt: 'GPa', bulk_modulus_reuss: 'GPa', shear_modulus_voigt: 'GPa',
    shear_modulus_reuss: 'GPa', asymmetry: 'GPa', spread: 'GPa', min_frequency: 'THz', max_frequency: 'THz', zero_point_energy: 'eV/cell',
    heat_capacity_300k: 'eV/K', entropy_300k: 'eV/K', free_energy_300k: 'eV', formation_energy: 'eV/atom', e_above_hull: 'eV/atom', temperature: 'K'
  };
  const listeners = [];
  return { summary, rows, byIndex, detail, lastColumn, value, el, fill, escape, shown, UNITS, INDEX, ID, FORMULA, ATOMS, STATUS, VALUES,
    onChoose: f => listeners.push(f), choose: index => listeners.forEach(f => f(index)) };
})();
