'use strict';
/* A structure as balls in its cell: drag turns it, the wheel and + and - zoom, arrow keys turn it too. */
const Viewer = (() => {
  const SYMBOLS = 'H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi'.split(' ');
  /* Covalent radii in angstrom: B. Cordero et al., Dalton Trans. 2832 (2008). */
  const RADII = [.31, .28, 1.28, .96, .84, .76, .71, .66, .57, .58, 1.66, 1.41, 1.21, 1.11, 1.07, 1.05, 1.02, 1.06, 2.03, 1.76, 1.7, 1.6, 1.53, 1.39, 1.39, 1.32, 1.26, 1.24, 1.32, 1.22, 1.22, 1.2, 1.19, 1.2, 1.2, 1.16, 2.2, 1.95, 1.9, 1.75, 1.64, 1.54, 1.47, 1.46, 1.42, 1.39, 1.45, 1.44, 1.42, 1.39, 1.39, 1.38, 1.39, 1.4, 2.44, 2.15, 2.07, 2.04, 2.03, 2.01, 1.99, 1.98, 1.98, 1.96, 1.94, 1.92, 1.92, 1.89, 1.9, 1.87, 1.87, 1.75, 1.7, 1.62, 1.51, 1.44, 1.41, 1.36, 1.36, 1.32, 1.45, 1.46, 1.48];
  const HUES = { H: [0, 0, 92], C: [0, 0, 35], N: [225, 80, 60], O: [5, 85, 55], F: [95, 55, 55], S: [50, 85, 55], Cl: [120, 60, 45], Si: [35, 45, 60], Cu: [22, 65, 50], Au: [47, 95, 50], Ag: [0, 0, 75], Fe: [20, 70, 48], Al: [210, 15, 65], Ni: [130, 40, 50], Pd: [200, 60, 35], Pt: [240, 10, 78], Pb: [240, 8, 38], Ti: [220, 8, 72], W: [210, 45, 48], Mo: [180, 45, 52], Ta: [205, 60, 55], Mg: [95, 70, 48], Co: [345, 55, 62], Zr: [165, 35, 65], Na: [275, 60, 55], Li: [285, 60, 62] };
  const hue = s => HUES[s] || [(SYMBOLS.indexOf(s) * 137.5 + 30) % 360, 50, 58];
  const radius = s => RADII[SYMBOLS.indexOf(s)] || 1.3;
  let shownNow = null, repeat = 1, turn = [1, 0, 0, 0, 1, 0, 0, 0, 1], zoom = 1;
  const canvas = () => document.getElementById('viewer-canvas');
  const times = (a, b) => [0, 1, 2].flatMap(i => [0, 1, 2].map(j => a[3 * i] * b[j] + a[3 * i + 1] * b[3 + j] + a[3 * i + 2] * b[6 + j]));
  const rotation = (x, y) => { const [a, b, c, d] = [Math.cos(x), Math.sin(x), Math.cos(y), Math.sin(y)]; return times([1, 0, 0, 0, c, -d, 0, d, c], [a, 0, b, 0, 1, 0, -b, 0, a]); };
  const home = () => { turn = times(rotation(0, -1.2), times([Math.cos(.4), -Math.sin(.4), 0, Math.sin(.4), Math.cos(.4), 0, 0, 0, 1], [1, 0, 0, 0, 1, 0, 0, 0, 1])); zoom = 1; };
  home();
  const scene = g => {
    const c = g.cell, n = c ? repeat : 1, atoms = [], lines = [];
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) for (let k = 0; k < n; k++) for (let a = 0; a < g.symbols.length; a++) {
      atoms.push({ s: g.symbols[a], p: [0, 1, 2].map(x => g.positions[3 * a + x] + (c ? i * c[x] + j * c[3 + x] + k * c[6 + x] : 0)) });
    }
    if (c) {
      const at = (i, j, k) => [0, 1, 2].map(x => i * c[x] + j * c[3 + x] + k * c[6 + x]);
      for (const [i, j] of [[0, 0], [0, 1], [1, 0], [1, 1]]) lines.push([at(0, i, j), at(1, i, j)], [at(i, 0, j), at(i, 1, j)], [at(i, j, 0), at(i, j, 1)]);
    }
    return { atoms, lines };
  };
  const draw = () => {
    const cv = canvas();
    if (!cv || !shownNow) return;
    const w = cv.clientWidth, h = cv.clientHeight, ratio = devicePixelRatio || 1;
    cv.width = w * ratio; cv.height = h * ratio;
    const ctx = cv.getContext('2d'), { atoms, lines } = scene(shownNow);
    ctx.scale(ratio, ratio);
    const all = [...atoms.map(a => a.p), ...lines.flat()];
    const mid = [0, 1, 2].map(x => all.reduce((s, p) => s + p[x], 0) / all.length);
    const far = all.reduce((m, p) => Math.max(m, Math.hypot(p[0] - mid[0], p[1] - mid[1], p[2] - mid[2])), 1) + 1;
    const scale = Math.min(w, h) / 2 / far * zoom;
    const see = p => { const q = p.map((x, i) => x - mid[i]); return [0, 1, 2].map(i => turn[3 * i] * q[0] + turn[3 * i + 1] * q[1] + turn[3 * i + 2] * q[2]); };
    const flat = q => [w / 2 + scale * q[0], h / 2 - scale * q[1]];
    const things = [
      ...lines.flatMap(([a, b]) => Array.from({ length: 8 }, (_, n) => { const at = t => a.map((x, i) => x + (b[i] - x) * t); const p = see(at(n / 8)), q = see(at((n + 1) / 8)); return { z: (p[2] + q[2]) / 2, line: [p, q] }; })),
      ...atoms.map(a => { const q = see(a.p); return { z: q[2], atom: a, q }; })].sort((a, b) => a.z - b.z);
    for (const t of things) {
      if (t.line) {
        ctx.strokeStyle = Charts.css('--muted'); ctx.lineWidth = 1.2; ctx.beginPath(); ctx.moveTo(...flat(t.line[0])); ctx.lineTo(...flat(t.line[1])); ctx.stroke();
      } else {
        const [x, y] = flat(t.q), r = Math.max(2, scale * radius(t.atom.s) * .5), [a, b, c] = hue(t.atom.s);
        const shade = ctx.createRadialGradient(x - r * .35, y - r * .35, r * .1, x, y, r);
        shade.addColorStop(0, `hsl(${a} ${b}% ${Math.min(96, c + 25)}%)`); shade.addColorStop(1, `hsl(${a} ${b}% ${Math.max(12, c - 18)}%)`);
        ctx.fillStyle = shade; ctx.beginPath(); ctx.arc(x, y, r, 0, 7); ctx.fill();
        ctx.strokeStyle = `hsl(${a} ${b}% ${Math.max(8, c - 30)}%)`; ctx.lineWidth = .8; ctx.stroke();
      }
    }
  };
  const show = g => {
    shownNow = g;
    Lehr.fill(document.getElementById('viewer-legend'), ...[...new Set(g ? g.symbols : [])].map(s => {
      const [a, b, c] = hue(s), key = Lehr.el('span', { className: 'key' });
      key.style.background = `hsl(${a} ${b}% ${c}%)`;
      return Lehr.el('span', {}, key, s);
    }));
    draw();
  };
  const wire = () => {
    const cv = canvas();
    if (!cv) return;
    let from = null;
    cv.addEventListener('pointerdown', e => { from = [e.clientX, e.clientY]; cv.setPointerCapture(e.pointerId); });
    cv.addEventListener('pointermove', e => { if (!from) return; turn = times(rotation((e.clientX - from[0]) / 120, (e.clientY - from[1]) / 120), turn); from = [e.clientX, e.clientY]; draw(); });
    ['pointerup', 'pointercancel'].forEach(n => cv.addEventListener(n, () => { from = null; }));
    cv.addEventListener('wheel', e => { if (!e.ctrlKey && document.activeElement !== cv) return; e.preventDefault(); zoom *= Math.exp(-e.deltaY / 500); draw(); }, { passive: false });
    cv.addEventListener('keydown', e => {
      const turns = { ArrowLeft: [-.15, 0], ArrowRight: [.15, 0], ArrowUp: [0, -.15], ArrowDown: [0, .15] };
      if (turns[e.key]) { turn = times(rotation(...turns[e.key]), turn); } else if (e.key === '+') zoom *= 1.15; else if (e.key === '-') zoom /= 1.15; else if (e.key === '0') home(); else return;
      e.preventDefault(); draw();
    });
    document.getElementById('viewer-repeat').addEventListener('change', e => { repeat = Number(e.target.value); draw(); });
    new ResizeObserver(draw).observe(cv);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  };
  const setRepeat = n => { repeat = n; document.getElementById('viewer-repeat').value = String(n); };
  return { show, wire, repeat: setRepeat };
})();
