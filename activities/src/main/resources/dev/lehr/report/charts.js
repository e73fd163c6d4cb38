'use strict';
/* Charts: drawn anew when the colour scheme changes, resized with their boxes. */
const Charts = (() => {
  const { summary, rows, value, shown, escape, el, fill, INDEX, ID, FORMULA, VALUES } = Lehr;
  const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const drawn = new Map();
  const base = () => ({
    animation: false, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: css('--ink') },
    grid: { left: 8, right: 18, top: 34, bottom: 30, containLabel: true },
    tooltip: { confine: true, backgroundColor: css('--card'), borderColor: css('--line'), textStyle: { color: css('--ink') } }
  });
  const axis = (name, more = {}) => ({
    type: 'value', name, nameLocation: 'middle', nameGap: 28, nameTextStyle: { color: css('--muted') },
    axisLine: { show: true, lineStyle: { color: css('--line') } }, axisTick: { show: false },
    axisLabel: { color: css('--muted'), hideOverlap: true, formatter: v => typeof v === 'number' ? shown(v) : v },
    splitLine: { lineStyle: { color: css('--line'), opacity: .6 } }, scale: true, ...more
  });
  const yAxis = (name, more = {}) => axis(name, { nameLocation: 'end', nameGap: 12, nameTextStyle: { color: css('--muted'), align: 'left' }, ...more });
  const draw = (box, option, click) => {
    if (!box) return;
    const old = drawn.get(box);
    const chart = old ? old.chart : echarts.init(box);
    if (!old) new ResizeObserver(() => { chart.resize(); const d = drawn.get(box); if (d && d.sized) chart.setOption(d.option(box), true); }).observe(box);
    chart.off('click');
    if (click) chart.on('click', e => { if (e.data && e.data.index !== undefined) click(e.data.index); });
    drawn.set(box, { chart, option, sized: option.length > 0 });
    chart.setOption(option(box), true);
  };
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () =>
    drawn.forEach((d, box) => d.chart.setOption(d.option(box), true)));

  const bins = (values, count, log) => {
    const v = log ? values.map(Math.log10) : values;
    const min = v.reduce((a, b) => Math.min(a, b), Infinity), max = v.reduce((a, b) => Math.max(a, b), -Infinity);
    const width = max > min ? (max - min) / count : 1;
    const counts = new Array(max > min ? count : 1).fill(0);
    v.forEach(x => counts[Math.min(counts.length - 1, Math.floor((x - min) / width))]++);
    return counts.map((n, i) => ({ n, from: min + i * width, to: min + (i + 1) * width }));
  };
  const unlog = (x, log) => log ? Math.pow(10, x) : x;
  const histogram = (box, values, name, log, mark) => draw(box, () => {
    const b = bins(values, Math.min(30, Math.max(5, Math.ceil(Math.sqrt(values.length)))), log);
    const labels = b.map(x => shown(Number(unlog((x.from + x.to) / 2, log).toPrecision(2))));
    const o = base();
    const marked = mark === undefined ? -1 : b.findIndex(x => (log ? Math.log10(mark) : mark) < x.to);
    return { ...o,
      tooltip: { ...o.tooltip, trigger: 'axis', formatter: p => { const x = b[p[0].dataIndex]; return `${shown(unlog(x.from, log))} to ${shown(unlog(x.to, log))}<br><b>${x.n}</b> structures`; } },
      xAxis: axis(name, { type: 'category', data: labels, scale: undefined, splitLine: { show: false } }),
      yAxis: yAxis('structures', { minInterval: 1, scale: false }),
      series: [{ type: 'bar', barCategoryGap: '8%', data: b.map((x, i) => ({ value: x.n, itemStyle: { color: css(marked >= 0 && i > marked ? '--warn' : '--c1') } })) }] };
  });

  const relaxations = host => {
    summary.stages.forEach((stage, s) => {
      const at = name => summary.columns.findIndex(c => c.stage === s && c.name === name);
      const [steps, fmax] = [at('iterations'), at('fmax')];
      const n = steps < 0 ? [] : rows.map(r => r[VALUES][steps]).filter(v => v > 0);
      if (!n.length || (stage.kind && stage.kind !== 'relax')) return;
      const f = fmax < 0 ? [] : rows.map(r => r[VALUES][fmax]).filter(v => v > 0);
      const goal = stage.settings.fmax;
      const median = [...n].sort((a, b) => a - b)[n.length >> 1];
      const [a, b] = ['Steps', 'Largest force'].map(t => el('div', { className: 'chart', role: 'img', 'aria-label': `${t} of stage ${stage.id}, histogram` }));
      host.append(el('div', { className: 'card' }, el('h3', { textContent: `Steps in ${stage.id}` }),
        el('p', { className: 'hint', textContent: `${n.length} structures, median ${median}, longest ${n.reduce((x, y) => Math.max(x, y), 0)}.` }), a));
      histogram(a, n, 'steps', n.reduce((x, y) => Math.max(x, y), 0) > 20 * median);
      if (!f.length) return;
      host.append(el('div', { className: 'card' }, el('h3', { textContent: `Largest force left after ${stage.id}` }),
        el('p', { className: 'hint', textContent: goal ? `Goal: ${shown(goal)} eV/\u00c5; ${f.filter(v => v > goal).length} structures have more.` + (stage.settings.cell && stage.settings.cell !== 'none' ? ' Where the cell relaxes too, the goal is for the forces in the cell before its deformation.' : '') : 'Without a goal for the force.' }), b));
      histogram(b, f, 'eV/\u00c5, logarithmic', true, goal);
    });
  };

  const composition = formula => {
    const c = {};
    for (const [, e, n] of formula.matchAll(/([A-Z][a-z]?)(\d*)/g)) c[e] = (c[e] || 0) + Number(n || 1);
    return c;
  };
  const hull = () => {
    const fe = Lehr.lastColumn('formation_energy'), above = Lehr.lastColumn('e_above_hull');
    if (fe < 0) return;
    const points = rows.filter(r => value(r, fe) !== null).map(r => {
      const c = composition(r[FORMULA]), n = Object.values(c).reduce((a, b) => a + b, 0);
      return { r, c, n, e: value(r, fe), above: value(r, above) };
    });
    const systems = new Map();
    points.forEach(p => { const k = Object.keys(p.c).sort(); if (k.length === 2 || k.length === 3) systems.set(k.join('-'), k); });
    const box = document.getElementById('hull-chart'), pick = document.getElementById('hull-system');
    if (!systems.size) { box.replaceWith(el('p', { className: 'hint', textContent: 'No structure has two or three elements: there is no diagram, the values are in the table.' })); pick.parentElement.hidden = true; return; }
    [...systems.keys()].sort((a, b) => a.split('-').length - b.split('-').length || a.localeCompare(b)).forEach(k => pick.append(el('option', { value: k, textContent: k })));
    const largest = [...systems.values()].filter(k => k.length === 3);
    pick.value = largest.length ? largest[0].join('-') : pick.options[0].value;
    const show = () => {
      const k = systems.get(pick.value);
      const own = points.filter(p => Object.keys(p.c).every(e => k.includes(e)));
      (k.length === 2 ? binary : ternary)(box, k, own);
      const stable = own.filter(isStable).sort((a, b) => a.e - b.e);
      fill(document.getElementById('hull-stable'), ...stable.map(p => el('tr', {}, el('td', {}, el('button', { className: 'link', textContent: p.r[ID], onclick: () => Lehr.choose(p.r[INDEX]) })),
        el('td', { textContent: p.r[FORMULA] }), el('td', { className: 'num', textContent: shown(p.e) }))));
    };
    pick.addEventListener('change', show);
    show();
  };
  const isStable = p => p.above !== null && p.above !== undefined && p.above < 1e-8;
  const ramp = above => {
    const t = above === null || above === undefined ? 1 : Math.min(1, above / 0.2);
    const mix = (a, b) => Math.round(a + (b - a) * t);
    return `rgb(${mix(53, 240)}, ${mix(183, 120)}, ${mix(121, 60)})`;
  };
  const tip = p => `<b>${escape(p.r[ID])}</b><br>${escape(p.r[FORMULA])}<br>formation energy ${shown(p.e)} eV/atom` + (p.above === null || p.above === undefined ? '' : `<br>above the hull ${shown(p.above)} eV/atom`);
  const dot = (p, xy) => ({ value: xy, index: p.r[INDEX], p, symbol: isStable(p) ? 'circle' : 'emptyCircle', symbolSize: isStable(p) ? 12 : 8,
    itemStyle: { color: ramp(p.above), borderColor: isStable(p) ? css('--ink') : ramp(p.above), borderWidth: isStable(p) ? 1.5 : 2 } });
  const binary = (box, [a, b], points) => draw(box, () => {
    const x = p => (p.c[b] || 0) / p.n;
    const low = new Map([[0, 0], [1, 0]]);
    points.filter(isStable).forEach(p => low.set(x(p), Math.min(p.e, low.get(x(p)) ?? Infinity)));
    const o = base();
    return { ...o, tooltip: { ...o.tooltip, formatter: q => q.data.p ? tip(q.data.p) : '' },
      xAxis: axis(`fraction of ${b} in ${a}\u2013${b}`, { min: 0, max: 1 }), yAxis: yAxis('formation energy, eV/atom'),
      series: [{ type: 'line', data: [...low].sort((p, q) => p[0] - q[0]), symbol: 'none', lineStyle: { color: css('--ink'), width: 1.5 }, silent: true, z: 1 },
        { type: 'scatter', data: points.map(p => dot(p, [x(p), p.e])), z: 2 }] };
  }, Lehr.choose);
  const ternary = (box, k, points) => draw(box, inside => {
    const place = f => [f[1] + f[2] / 2, f[2] * Math.sqrt(3) / 2];
    const xy = p => place(k.map(e => (p.c[e] || 0) / p.n));
    const o = base(), side = Math.max(120, Math.min(inside.clientWidth - 70, (inside.clientHeight - 60) / .866));
    const left = (inside.clientWidth - side) / 2;
    const corners = [[0, 0], [1, 0], [.5, Math.sqrt(3) / 2]];
    const line = (data, color, width, type = 'solid') => ({ type: 'line', data, symbol: 'none', silent: true, lineStyle: { color, width, type }, z: 1 });
    const label = (xy, text, position) => ({ value: xy, symbolSize: 1, label: { show: true, formatter: text, position, color: css('--ink'), fontSize: 15, fontWeight: 600, distance: 10 }, itemStyle: { color: 'transparent' } });
    const ticks = [.25, .5, .75].flatMap(t => [[[0, 1 - t, t], [1 - t, 0, t]], [[1 - t, t, 0], [0, t, 1 - t]], [[t, 1 - t, 0], [t, 0, 1 - t]]].map(ab => line(ab.map(place), css('--line'), 1, 'dashed')));
    return { ...o, grid: { left, right: left, top: 34, height: side * .866 },
      tooltip: { ...o.tooltip, formatter: q => q.data.p ? tip(q.data.p) : '' },
      xAxis: { show: false, type: 'value', min: 0, max: 1 }, yAxis: { show: false, type: 'value', min: 0, max: Math.sqrt(3) / 2 },
      series: [line([...corners, corners[0]], css('--muted'), 1.5), ...ticks,
        ...tieLines(k, points).map(ab => line(ab.map(place), css('--ink'), 1.2)),
        { type: 'scatter', data: [label(corners[0], k[0], 'bottom'), label(corners[1], k[1], 'bottom'), label(corners[2], k[2], 'top')], silent: true },
        { type: 'scatter', data: [...points].sort((p, q) => (q.above ?? 9) - (p.above ?? 9)).map(p => dot(p, xy(p))), z: 3 }] };
  }, Lehr.choose);
  /** Edges of the lower hull over the stable phases: triples that no other stable phase lies below. */
  const tieLines = (k, points) => {
    const v = [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]];
    points.filter(isStable).forEach(p => { const f = k.map(e => (p.c[e] || 0) / p.n); if (!v.some(q => q.slice(0, 3).every((x, i) => Math.abs(x - f[i]) < 1e-9))) v.push([...f, p.e]); });
    if (v.length > 60) return [];
    const edges = new Map();
    const det = (a, b, c) => (b[1] - a[1]) * (c[2] - a[2]) - (c[1] - a[1]) * (b[2] - a[2]);
    for (let i = 0; i < v.length; i++) for (let j = i + 1; j < v.length; j++) for (let m = j + 1; m < v.length; m++) {
      const d = det(v[i], v[j], v[m]);
      if (Math.abs(d) < 1e-12) continue;
      const lower = v.every((q, n) => n === i || n === j || n === m || q[3] >= (det(q, v[j], v[m]) * v[i][3] + det(v[i], q, v[m]) * v[j][3] + det(v[i], v[j], q) * v[m][3]) / d - 1e-9);
      if (lower) [[i, j], [j, m], [i, m]].forEach(e => edges.set(e.join(), e));
    }
    return [...edges.values()].map(([i, j]) => [v[i].slice(0, 3), v[j].slice(0, 3)]);
  };

  const GPA = 160.21766208;
  const FORMS = {
    'birch-murnaghan': (v, p) => { const x = Math.cbrt(p.v0 / v) ** 2 - 1; return p.e0 + 9 / 8 * p.v0 * p.b0 * x * x * (1 + (p.bp - 4) * x / 2); },
    vinet: (v, p) => { const h = 1.5 * (p.bp - 1), z = h * (Math.cbrt(v / p.v0) - 1); return p.e0 + 9 * p.v0 * p.b0 / (h * h) * (1 - (1 + z) * Math.exp(-z)); },
    murnaghan: (v, p) => p.e0 + p.b0 * (v / p.bp * (Math.pow(p.v0 / v, p.bp) / (p.bp - 1) + 1) - p.v0 / (p.bp - 1))
  };
  const eos = (box, found) => draw(box, inside => {
    const o = base(), points = found.eos_points;
    const fits = Object.entries(found.eos_fits || {}).filter(([form, f]) => FORMS[form] && f);
    const [lo, hi] = [points[0][0], points[points.length - 1][0]];
    const curves = fits.map(([form, f], i) => {
      const p = { v0: f.equilibrium_volume, e0: f.equilibrium_energy, b0: f.bulk_modulus / GPA, bp: f.bulk_modulus_derivative };
      return { type: 'line', name: form, symbol: 'none', lineStyle: { width: 2, type: ['solid', 'dashed', 'dotted'][i % 3] }, itemStyle: { color: css('--c' + (2 + i)) },
        data: Array.from({ length: 101 }, (_, n) => { const v = lo + (hi - lo) * n / 100; return [v, FORMS[form](v, p)]; }) };
    });
    return { ...o, legend: { top: 0, left: 0, itemGap: 14, textStyle: { color: css('--ink') }, icon: 'roundRect', itemHeight: 4 }, tooltip: { ...o.tooltip, formatter: q => `${escape(q.seriesName)}<br>${shown(q.data[0])} \u00c5\u00b3<br>${shown(q.data[1])} eV` },
      grid: { ...o.grid, top: inside.clientWidth < 480 ? 78 : 58 },
      xAxis: axis('volume, \u00c5\u00b3'), yAxis: yAxis('energy, eV'),
      series: [...curves, { type: 'scatter', name: 'computed', data: points, symbolSize: 9, itemStyle: { color: css('--c1') }, z: 5 }] };
  });
  const NAMES = { GAMMA: '\u0393', G: '\u0393' };
  const bands = (box, b) => draw(box, () => {
    const o = base(), modes = b.frequencies.length ? b.frequencies[0].length : 0;
    const ticks = b.labels.map(([x, name]) => [x, NAMES[String(name).toUpperCase()] || name]);
    const lows = Math.min(0, ...b.frequencies.flat()), highs = Math.max(...b.frequencies.flat());
    const pad = (highs - lows) * .04, step = Math.pow(10, Math.floor(Math.log10(highs - lows || 1)));
    const min = lows < -1e-3 ? lows - pad : 0, max = Math.ceil((highs + pad) / step * 2) / 2 * step, end = b.distance[b.distance.length - 1];
    return { ...o, tooltip: { ...o.tooltip, formatter: q => `${shown(q.data[1])} THz` }, grid: { ...o.grid, bottom: 34 },
      xAxis: { type: 'value', min: 0, max: end, axisLabel: { show: false }, axisTick: { show: false }, splitLine: { show: false }, axisLine: { lineStyle: { color: css('--line') }, onZero: false } },
      yAxis: yAxis('frequency, THz', { min: Number(min.toPrecision(3)), max: Number(max.toPrecision(6)) }),
      series: [...ticks.map(([x, name]) => ({ type: 'line', silent: true, symbol: 'none', lineStyle: { color: css('--muted'), width: 1, opacity: .6 }, data: [[x, min], [x, max]] })),
        { type: 'scatter', silent: true, symbolSize: 1, itemStyle: { color: 'transparent' }, data: ticks.map(([x, name]) => ({ value: [x, min], label: { show: true, position: 'bottom', formatter: String(name), color: css('--ink'), distance: 8 } })) },
        ...Array.from({ length: modes }, (_, m) => ({ type: 'line', symbol: 'none', lineStyle: { width: 1.6, color: css('--c1') }, itemStyle: { color: css('--c1') }, data: b.distance.map((d, i) => [d, b.frequencies[i][m]]) })),
        ...(min < 0 ? [{ type: 'line', silent: true, symbol: 'none', lineStyle: { color: css('--bad'), width: 1, type: 'dashed' }, data: [[0, 0], [end, 0]] }] : [])] };
  });
  const dos = (box, d) => draw(box, () => {
    const o = base();
    return { ...o, tooltip: { ...o.tooltip, trigger: 'axis', formatter: q => `${shown(q[0].data[0])} THz<br>${shown(q[0].data[1])}` }, xAxis: axis('frequency, THz'), yAxis: yAxis('states per THz and cell'),
      series: [{ type: 'line', symbol: 'none', areaStyle: { opacity: .18 }, lineStyle: { width: 1.6, color: css('--c1') }, itemStyle: { color: css('--c1') }, data: d.frequency.map((f, i) => [f, d.density[i]]) }] };
  });
  const thermal = (box, t) => draw(box, () => {
    const o = base(), line = (name, key, color, axisIndex) => ({ type: 'line', name, yAxisIndex: axisIndex, symbol: 'none', lineStyle: { width: 2 }, itemStyle: { color: css(color) }, data: t.map(x => [x.temperature, x[key]]) });
    return { ...o, grid: { ...o.grid, top: 56 }, legend: { top: 0, textStyle: { color: css('--ink') }, icon: 'roundRect', itemHeight: 4 }, tooltip: { ...o.tooltip, trigger: 'axis', formatter: q => `${q[0].data[0]} K` + q.map(x => `<br>${escape(x.seriesName)} ${shown(x.data[1])}`).join('') },
      xAxis: axis('temperature, K', { scale: false }), yAxis: [yAxis('eV/cell'), yAxis('eV/K', { position: 'right', splitLine: { show: false }, nameTextStyle: { align: 'right', color: css('--muted') } })],
      series: [line('free energy', 'free_energy', '--c1', 0), line('entropy', 'entropy', '--c2', 1), line('heat capacity', 'heat_capacity', '--c3', 1)] };
  });
  return { relaxations, hull, eos, bands, dos, thermal, css };
})();
