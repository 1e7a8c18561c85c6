// The α–β map of momentum: how fast descent with momentum shrinks the error in a ravine, for every
// learning rate α and every β at once, and the path that the chosen pair takes. For a quadratic both
// follow from the eigenvalues alone; all of it is computed here.

const MOST = { lr: 4, beta: 0.99 };
const START = [-2.6, 1.2];
const SHRUNK = 1000; // steps are counted until the error is so many times smaller
const STEPS = 150; // drawn of a path at most
const CELLS = [100, 80];
const STOPS = [[240, 228, 66], [0, 158, 115], [0, 114, 178], [16, 30, 66]]; // 10, 100, 1,000, 10,000
const AWAY = [150, 150, 150];

function render({ model, el }) {
  const page = build(model);
  const measure = () => {
    for (const part of [page.map, page.path]) part.box = part.svg.getBoundingClientRect();
  };
  const traits = ["lr", "beta", "kappa"];
  return present({ model, el }, page, traits, measure, () => update(page, model));
}

export default widget(render);

// ---- the mathematics ----------------------------------------------------------------------------

// The factor by which the error along one eigenvector shrinks per step, in the long run: the larger
// root, in size, of r² − (1 + β − αλ) r + β = 0.
function factorAlong(lr, beta, eigenvalue) {
  const sum = 1 + beta - lr * eigenvalue;
  const inside = sum * sum - 4 * beta;
  if (inside < 0) return Math.sqrt(beta); // two roots that turn: it swings
  return (Math.abs(sum) + Math.sqrt(inside)) / 2;
}

// The same for a ravine whose eigenvalues are 1 and 1 / κ: the slower direction decides.
function factor(lr, beta, kappa) {
  return Math.max(factorAlong(lr, beta, 1), factorAlong(lr, beta, 1 / kappa));
}

// Steps until the error has shrunk a thousandfold, or Infinity.
function stepsFor(rate) {
  if (rate >= 1 - 1e-12) return Infinity;
  return rate < 1e-9 ? 1 : Math.log(SHRUNK) / -Math.log(rate);
}

function pathOf({ lr, beta, kappa }) {
  let [x, y] = START;
  let [u, v] = [0, 0];
  const path = [[x, y]];
  for (let k = 0; k < STEPS; k++) {
    [u, v] = [beta * u + x / kappa, beta * v + y];
    [x, y] = [x - lr * u, y - lr * v];
    path.push([x, y]);
  }
  return path;
}

const best = (kappa) => {
  const root = Math.sqrt(kappa);
  return { lr: (2 * root / (1 + root)) ** 2, beta: ((root - 1) / (root + 1)) ** 2 };
};

const MET = {
  plain: ({ kappa, beta, steps }) =>
    kappa === 100 && beta === 0 && steps <= 1.05 * stepsFor(99 / 101),
  best: ({ kappa, steps }) => kappa === 100 && steps <= 45,
  edge: ({ lr, steps }) => lr >= 3 && Number.isFinite(steps),
};

// ---- what never changes -------------------------------------------------------------------------

function build(model) {
  const root = explorable("wb-momentum", "Map of momentum");
  const controls = element("div", { class: "controls" }, root);
  const options = [10, 100, 1000].map((kappa) => [kappa, `κ = ${kappa}`]);
  const radios = pillChoice("Ravine", options, controls, (kappa) => keep(model, { kappa }));
  const lr = slider("Learning rate α", [0.02, MOST.lr, 0.02], "lr", model, controls);
  const beta = slider("β", [0, MOST.beta, 0.01], "beta", model, controls);
  const charts = element("div", { class: "charts" }, root);
  const map = figure(charts, "How fast: drag the cross");
  map.painted = "";
  const key = element("p", { class: "key scale" }, map.figure, "steps to a 1,000th: ");
  element("span", { class: "bar", "aria-hidden": "true" }, key);
  element("span", {}, key, "10 · 100 · 1,000 · more");
  element("span", { class: "away", "aria-hidden": "true" }, key);
  element("span", {}, key, "runs away");
  followPointer(map.svg, map.svg, model, (across, down) => {
    const within = (value, most) => Math.min(most, Math.max(0, value));
    const alpha = within((across - MARGIN.left) / map.plot.perX, MOST.lr);
    const kept = within((map.plot.bottom - down) / map.plot.perY, MOST.beta);
    model.set({ lr: Math.max(0.02, Number(alpha.toFixed(2))), beta: Number(kept.toFixed(2)) });
  });
  const path = figure(charts, "The path, from the ring");
  const words = description(root);
  const goals = goalBoard(model.get("_goals"), root);
  return { root, radios, lr, beta, map, path, words, goals };
}

function figure(parent, title) {
  const made = element("figure", {}, parent);
  element("figcaption", {}, made, title);
  return { figure: made, svg: shape("svg", { role: "img" }, made) };
}

// ---- what changes -------------------------------------------------------------------------------

function update(page, model) {
  const now = Object.fromEntries(["lr", "beta", "kappa"].map((name) => [name, model.get(name)]));
  now.rate = factor(now.lr, now.beta, now.kappa);
  now.steps = stepsFor(now.rate);
  for (const radio of page.radios) radio.checked = Number(radio.value) === now.kappa;
  place(page.lr, now.lr, short(now.lr));
  place(page.beta, now.beta, short(now.beta));
  drawMap(page.map, now);
  drawPath(page.path, now);
  page.root.dataset.rate = now.rate; // all digits, for whoever checks them
  page.words.show(describe(now));
  tickReached(page.goals, model, ({ kind }) => MET[kind](now));
}

function describe({ lr, beta, kappa, rate, steps }) {
  const where = `α = ${short(lr)} and β = ${short(beta)} in a ravine with κ = ${kappa}: `;
  if (!Number.isFinite(steps)) return `${where}the error does not shrink. It runs away or stays.`;
  const swings = factorAlong(lr, beta, 1) <= Math.sqrt(beta) + 1e-12 && beta > 0;
  const more = factorAlong(lr, beta, 1 / kappa) - factorAlong(lr, beta, 1); // than across
  const slow = more > 0 ? "What takes longest is the way along." : "The way across takes longest.";
  const slowest = Math.abs(more) < 1e-9 ? "Along and across it takes equally long." : slow;
  const how = swings ? "It swings across the ravine. " : "";
  return (
    `${where}in the long run each step leaves ${short(rate)} of the error, so that it takes ` +
    `${Math.ceil(steps)} steps to make it a thousand times smaller. ${how}${slowest}`
  );
}

// ---- drawing ------------------------------------------------------------------------------------

function colourOf(rate) {
  if (rate >= 1 - 1e-12) return AWAY;
  const at = Math.min(2.999, Math.max(0, Math.log10(stepsFor(rate)) - 1));
  const [low, high] = [STOPS[Math.floor(at)], STOPS[Math.floor(at) + 1]];
  return low.map((one, k) => one + (at - Math.floor(at)) * (high[k] - one));
}

// The map as an image of CELLS, painted anew only for another ravine.
function painted(kappa) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = CELLS;
  const paint = canvas.getContext("2d");
  const image = paint.createImageData(...CELLS);
  for (let row = 0; row < CELLS[1]; row++) {
    for (let column = 0; column < CELLS[0]; column++) {
      const lr = ((column + 0.5) / CELLS[0]) * MOST.lr;
      const beta = (1 - (row + 0.5) / CELLS[1]) * MOST.beta;
      const colour = colourOf(factor(lr, beta, kappa));
      const striped = colour === AWAY && (row + column) % 6 < 2;
      const shown = striped ? [190, 190, 190] : colour;
      image.data.set([...shown, 255], 4 * (row * CELLS[0] + column));
    }
  }
  paint.putImageData(image, 0, 0);
  return canvas.toDataURL();
}

function drawMap(part, { lr, beta, kappa, steps }) {
  if (part.kappa !== kappa) Object.assign(part, { kappa, painted: painted(kappa) });
  const plot = axes(part.svg, part.box, [0, MOST.lr], [0, MOST.beta]);
  part.plot = plot;
  const [left, top] = [plot.x(0), plot.y(MOST.beta)];
  const size = { width: plot.x(MOST.lr) - left, height: plot.bottom - top };
  const image = { href: part.painted, preserveAspectRatio: "none" };
  for (const tick of [0, 1, 2, 3, 4]) plot.xTick(tick, String(tick));
  for (const tick of [0, 0.25, 0.5, 0.75]) plot.yTick(tick, String(tick));
  plot.add("image", { x: left, y: top, ...size, ...image });
  plot.xTitle("learning rate α (up: β)");
  const [x, y] = [plot.x(lr), plot.y(beta)];
  for (const kind of ["halo", "cross"]) {
    plot.add("path", { class: kind, d: `M${x - 10} ${y}h20M${x} ${y - 10}v20` });
  }
  const there = Number.isFinite(steps) ? `${Math.ceil(steps)} steps` : "no end";
  part.svg.setAttribute(
    "aria-label",
    `Map of α and β for κ = ${kappa}: fast in a wedge to the upper right, and beyond it descent ` +
      `runs away. At the cross: ${there}.`,
  );
}

// A contour of the cost: an ellipse √κ times as long as it is high, cut off at the picture's edge.
function drawLevel(plot, high, kappa) {
  const long = Math.min(3, high * Math.sqrt(kappa));
  const grid = Array.from({ length: 61 }, (_, k) => -long + (long * k) / 30);
  for (const side of [1, -1]) {
    const points = grid.map((x) => {
      const y = side * Math.sqrt(Math.max(0, high * high - (x * x) / kappa));
      return `${plot.x(x).toFixed(1)},${plot.y(y).toFixed(1)}`;
    });
    plot.add("polyline", { class: "level", points: points.join(" ") });
  }
}

function drawPath(part, now) {
  const plot = axes(part.svg, part.box, [-3, 3], [-2, 2]);
  for (const level of [0.15, 0.4, 0.8, 1.2, 1.7]) drawLevel(plot, level, now.kappa);
  const held = (value, most) => Math.min(most, Math.max(-most, value));
  const path = pathOf(now);
  const spot = ([x, y]) => [plot.x(held(x, 3)).toFixed(1), plot.y(held(y, 2)).toFixed(1)];
  const points = path.map((one) => spot(one).join());
  plot.add("polyline", { class: "curve path", points: points.join(" ") });
  path.forEach(([x, y]) => {
    if (Math.abs(x) > 3 || Math.abs(y) > 2) return;
    plot.add("circle", { class: "stepped", cx: plot.x(x), cy: plot.y(y), r: 2.4 });
  });
  plot.add("circle", { class: "start", cx: plot.x(START[0]), cy: plot.y(START[1]), r: 7 });
  plot.add("circle", { class: "goal", cx: plot.x(0), cy: plot.y(0), r: 4 });
  const [x, y] = path.at(-1);
  const left = Math.hypot(x, y);
  const end = left > 4 ? "it has run away" : `it is ${short(left)} from the lowest point`;
  part.svg.setAttribute("aria-label", `The path of ${STEPS} steps down the ravine; at its end ${end}.`);
}
