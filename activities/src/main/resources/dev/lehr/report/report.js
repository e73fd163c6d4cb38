'use strict';
/* The table of structures and the panel of the chosen one. */
(() => {
  const { summary, rows, byIndex, detail, value, el, fill, shown, UNITS, INDEX, ID, FORMULA, ATOMS, STATUS, VALUES } = Lehr;
  const $ = id => document.getElementById(id);
  const PAGE = 25;

  const columns = [
    { key: 'id', title: 'id', of: r => r[ID] }, { key: 'formula', title: 'formula', of: r => r[FORMULA] },
    { key: 'n_atoms', title: 'atoms', of: r => r[ATOMS], num: true },
    ...summary.stages.map((s, i) => ({ key: s.id + '.status', title: s.id, status: true, of: r => r[STATUS][i] === null ? null : summary.statuses[r[STATUS][i]] })),
    ...summary.columns.map((c, i) => ({ key: c.key, title: c.key, name: c.name, num: c.numeric, unit: UNITS[c.name], of: r => r[VALUES][i] }))];
  /** What is asked for most comes first and is shown at once; the rest follows by stage. */
  const first = ['id', 'formula', 'n_atoms', summary.stages[summary.stages.length - 1].id + '.status',
    ...['rank', 'e_above_hull', 'formation_energy', 'energy_per_atom', 'volume_per_atom', 'bulk_modulus', 'shear_modulus', 'dynamically_stable', 'fmax']
      .map(Lehr.lastColumn).filter(i => i >= 0).map(i => summary.columns[i].key),
    ...summary.columns.filter(c => c.name === 'iterations' && summary.stages[c.stage].kind === 'relax').map(c => c.key)];
  columns.sort((a, b) => (first.indexOf(a.key) + 1 || 999) - (first.indexOf(b.key) + 1 || 999));
  const visible = new Set(first);
  const state = { sort: null, down: false, page: 0, found: rows.map((_, i) => i), chosen: null };

  const badge = s => el('span', { className: 'badge ' + (s === 'converged' ? 'good' : s === 'failed' || s === 'rejected' ? 'bad' : s === 'max_iterations' ? 'warn' : ''), textContent: s });
  const search = () => {
    const words = $('table-search').value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const status = $('table-status').value;
    state.found = [];
    rows.forEach((r, i) => {
      const text = (r[ID] + ' ' + r[FORMULA]).toLowerCase();
      if (words.every(w => text.includes(w)) && (!status || r[STATUS].some(s => s !== null && summary.statuses[s] === status))) state.found.push(i);
    });
    order();
  };
  const order = () => {
    const column = columns.find(c => c.key === state.sort);
    if (column) {
      const keys = new Map(state.found.map(i => [i, column.of(rows[i])]));
      const none = v => v === null || v === undefined || v === '';
      state.found.sort((a, b) => {
        const [x, y] = [keys.get(a), keys.get(b)];
        if (none(x) || none(y)) return none(x) - none(y) || a - b;
        const d = typeof x === 'string' ? x.localeCompare(y, 'en', { numeric: true }) : x - y;
        return (state.down ? -d : d) || a - b;
      });
    }
    state.page = 0;
    table();
  };
  const table = () => {
    const shownColumns = columns.filter(c => visible.has(c.key));
    fill($('table-head'), el('tr', {}, ...shownColumns.map(c => {
      const th = el('th', { scope: 'col', className: c.num ? 'num' : '' }, el('button', { type: 'button', onclick: () => { state.down = state.sort === c.key && !state.down; state.sort = c.key; order(); } }, c.title, c.unit ? el('span', { className: 'unit', textContent: ' ' + c.unit }) : null));
      if (state.sort === c.key) th.setAttribute('aria-sort', state.down ? 'descending' : 'ascending');
      return th;
    })));
    const from = state.page * PAGE, page = state.found.slice(from, from + PAGE);
    fill($('table-body'), ...page.map(i => {
      const r = rows[i];
      const tr = el('tr', { onclick: () => choose(r[INDEX], false) }, ...shownColumns.map(c => {
        const v = c.of(r);
        if (c.key === 'id') return el('td', {}, el('button', { type: 'button', className: 'link', textContent: v, onclick: e => { e.stopPropagation(); choose(r[INDEX], true); } }));
        return el('td', { className: c.num ? 'num' : '' }, c.status ? (v === null ? '' : badge(v)) : shown(v));
      }));
      if (r[INDEX] === state.chosen) tr.setAttribute('aria-selected', 'true');
      return tr;
    }));
    const pages = Math.max(1, Math.ceil(state.found.length / PAGE));
    $('table-count').textContent = state.found.length === 0 ? 'No structure fits.' : `${from + 1}\u2013${from + page.length} of ${state.found.length}`;
    $('table-prev').disabled = state.page === 0;
    $('table-next').disabled = state.page >= pages - 1;
  };

  const facts = pairs => el('dl', { className: 'facts' }, ...pairs.flatMap(([k, v]) => [el('dt', { textContent: k }), el('dd', {}, v)]));
  const chosenValues = row => {
    const d = detail(row[INDEX]);
    const status = i => row[STATUS][i] === null ? null : summary.statuses[row[STATUS][i]];
    const reached = summary.stages.map((s, i) => i).filter(i => status(i) !== null && status(i) !== 'skipped' && status(i) !== 'pending');
    return summary.stages.map((s, i) => {
      if (status(i) === null) return null;
      const head = [s.id + ' ', badge(status(i))];
      if (!reached.includes(i)) return el('p', { className: 'hint' }, ...head);
      const own = summary.columns.map((c, n) => [c, row[VALUES][n]]).filter(([c, v]) => c.stage === i && v !== null && v !== undefined && !(v === 0 && ['iterations', 'swap_attempts'].includes(c.name)));
      const said = d && d.stages[s.id] ? ['reason', 'detail'].map(n => [n, d.stages[s.id][n]]).filter(([, v]) => v) : [];
      return el('details', { open: i === reached[reached.length - 1] }, el('summary', {}, ...head),
        facts([...said, ...own.map(([c, v]) => [c.name, shown(v) + (UNITS[c.name] ? ' ' + UNITS[c.name] : '')])]));
    });
  };
  /** What the last stage that has all of some names found, with the scalars of that stage. */
  const found = (row, ...names) => {
    const d = detail(row[INDEX]);
    for (let i = summary.stages.length - 1; d && i >= 0; i--) {
      const s = d.stages[summary.stages[i].id];
      if (s && names.every(n => s[n])) {
        const scalars = Object.fromEntries(summary.columns.map((c, n) => [c, row[VALUES][n]]).filter(([c]) => c.stage === i).map(([c, v]) => [c.name, v]));
        return { ...scalars, ...s };
      }
    }
    return null;
  };
  const panel = (name, has) => {
    if (!$(name)) return false;
    $(name + '-body').hidden = !has;
    $(name + '-none').hidden = has;
    return has;
  };
  const warnings = (id, list) => fill($(id), ...(list && list.length ? [el('div', { className: 'notes' }, el('ul', {}, ...list.map(w => el('li', { textContent: w }))))] : []));
  const pick = (from, names) => names.filter(([n]) => from[n] !== null && from[n] !== undefined).map(([n, title]) => [title, shown(from[n]) + (UNITS[n] ? ' ' + UNITS[n] : '')]);

  const eos = row => {
    const f = found(row, 'eos_points');
    if (!panel('eos', !!f)) return;
    Charts.eos($('eos-chart'), f);
    warnings('eos-warnings', f.warnings);
    fill($('eos-fits'), ...Object.entries(f.eos_fits || {}).filter(([, x]) => x).map(([form, x]) => el('tr', {}, el('th', { scope: 'row', textContent: form }),
      ...['equilibrium_volume', 'equilibrium_energy', 'bulk_modulus', 'bulk_modulus_derivative', 'rms'].map(n => el('td', { className: 'num', textContent: shown(x[n]) })))));
  };
  const elastic = row => {
    const f = found(row, 'elastic_tensor');
    if (!panel('elastic', !!f)) return;
    const axes = ['xx', 'yy', 'zz', 'yz', 'xz', 'xy'];
    fill($('elastic-tensor'), ...f.elastic_tensor.map((line, i) => el('tr', {}, el('th', { scope: 'row', textContent: axes[i] }), ...line.map(v => el('td', { className: 'num', textContent: Math.abs(v) < 5e-4 ? '0' : v.toFixed(2).replace('-', '\u2212') })))));
    warnings('elastic-warnings', f.warnings);
    fill($('elastic-values'), facts([...pick(f, [['bulk_modulus', 'bulk modulus (Hill)'], ['shear_modulus', 'shear modulus (Hill)'], ['youngs_modulus', 'Young\u2019s modulus'], ['poisson_ratio', 'Poisson ratio'], ['pugh_ratio', 'Pugh ratio'], ['universal_anisotropy', 'universal anisotropy'],
      ['bulk_modulus_voigt', 'bulk modulus (Voigt)'], ['bulk_modulus_reuss', 'bulk modulus (Reuss)'], ['shear_modulus_voigt', 'shear modulus (Voigt)'], ['shear_modulus_reuss', 'shear modulus (Reuss)'], ['born_stable', 'mechanically stable (Born)']]),
      ...(f.elastic_eigenvalues ? [['eigenvalues', f.elastic_eigenvalues.map(shown).join(', ') + ' GPa']] : [])]));
  };
  const phonons = row => {
    const f = found(row, 'bands') || found(row, 'dos');
    if (!panel('phonons', !!f)) return;
    $('phonons-bands').parentElement.hidden = !f.bands;
    $('phonons-dos').parentElement.hidden = !f.dos;
    $('phonons-thermal').parentElement.hidden = !f.thermal;
    if (f.bands) Charts.bands($('phonons-bands'), f.bands);
    if (f.dos) Charts.dos($('phonons-dos'), f.dos);
    if (f.thermal) Charts.thermal($('phonons-thermal'), f.thermal);
    warnings('phonons-warnings', f.warnings);
    fill($('phonons-values'), facts([...pick(f, [['dynamically_stable', 'dynamically stable'], ['min_frequency', 'lowest frequency'], ['max_frequency', 'highest frequency'], ['zero_point_energy', 'zero-point energy'], ['heat_capacity_300k', 'heat capacity at 300 K'], ['entropy_300k', 'entropy at 300 K'], ['lo_to', 'LO-TO splitting']]),
      ...(f.supercell ? [['supercell', f.supercell.join(' \u00d7 ')]] : []), ...(f.q_mesh ? [['q mesh', f.q_mesh.join(' \u00d7 ')]] : [])]));
  };

  let geometry = 'final';
  const picture = () => {
    const d = state.chosen === null ? null : detail(state.chosen);
    const which = d && (d[geometry] || d.final || d.initial);
    $('viewer').hidden = !which;
    $('viewer-none').hidden = !!which;
    for (const name of ['initial', 'final']) {
      $('viewer-' + name).disabled = !(d && d[name]);
      $('viewer-' + name).setAttribute('aria-pressed', String(!!d && which === d[name]));
    }
    if (which) Viewer.show(which);
  };
  const choose = (index, go) => {
    const at = byIndex.get(index);
    if (at === undefined) return;
    const row = rows[at];
    state.chosen = index;
    $('chosen-name').textContent = row[ID];
    $('chosen-what').textContent = `${row[FORMULA]}, ${row[ATOMS]} ${row[ATOMS] === 1 ? 'atom' : 'atoms'}` + (detail(index) ? '' : '. Its arrays and geometry are not in this file, but in results.jsonl and the ledger.');
    fill($('chosen-values'), ...chosenValues(row));
    Viewer.repeat(row[ATOMS] <= 2 ? 2 : 1);
    picture();
    eos(row); elastic(row); phonons(row);
    table();
    if (go) $('chosen').scrollIntoView();
  };
  Lehr.onChoose(index => choose(index, true));

  const wire = () => {
    let wait = 0;
    $('table-search').addEventListener('input', () => { clearTimeout(wait); wait = setTimeout(search, 120); });
    $('table-status').addEventListener('change', search);
    $('table-prev').addEventListener('click', () => { state.page--; table(); });
    $('table-next').addEventListener('click', () => { state.page++; table(); });
    $('viewer-initial').addEventListener('click', () => { geometry = 'initial'; picture(); });
    $('viewer-final').addEventListener('click', () => { geometry = 'final'; picture(); });
    summary.statuses.forEach(s => $('table-status').append(el('option', { value: s, textContent: s })));
    fill($('table-columns'), ...columns.map(c => el('label', {}, el('input', { type: 'checkbox', checked: visible.has(c.key), disabled: c.key === 'id', onchange: e => { if (e.target.checked) visible.add(c.key); else visible.delete(c.key); table(); } }), c.title)));
  };

  if (rows.length) {
    wire();
    Viewer.wire();
    const ranked = ['rank', 'e_above_hull', 'energy_per_atom'].map(Lehr.lastColumn).find(i => i >= 0);
    if (ranked !== undefined) { state.sort = summary.columns[ranked].key; }
    order();
    // The first of the table that has most to show.
    const weight = i => { const d = detail(rows[i][INDEX]); return d ? Object.values(d.stages).reduce((n, s) => n + Object.keys(s).length, 0) : -1; };
    const candidates = state.found.slice(0, 200);
    const weights = candidates.map(weight);
    choose(rows[candidates[weights.indexOf(Math.max(...weights))]][INDEX], false);
  }
  if ($('relaxation-charts')) Charts.relaxations($('relaxation-charts'));
  if ($('hull-chart')) Charts.hull();
})();
