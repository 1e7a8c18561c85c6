// Drag the outlier in the page. Seven numbers, one of them dragged; for each loss the constant
// whose cost is smallest. Everything is computed here, at every step of a drag.

const LOSSES = ["square", "absolute", "huber", "quantile"];
const NAMES = {
  square: "square",
  absolute: "absolute value",
  huber: "Huber",
  quantile: "quantile",
};
const MORE = {
  square: () => "the mean",
  absolute: () => "the median",
  huber: ({ delta }) => `δ = ${short(delta)}`,
  quantile: ({ tau }) => `τ = ${short(tau)}`,
};
const LINE = [0, 30]; // the ends of the line
const ROW = 30; // pixels between the answers under the line
const TOP = 40; // of the line, from the top of its picture

function render({ model, el }) {
  const page = build(model);
  const measure = () => {
    for (const part of [page.line, page.curve]) part.box = part.svg.getBoundingClientRect();
  };
  const traits = ["dragged", "delta", "tau", "loss"];
  return present({ model, el }, page, traits, measure, () => update(page, model));
}

export default widget(render);

// ---- the mathematics ----------------------------------------------------------------------------

// The loss of answering c where x is true.
function lossOf(name, c, x, { delta, tau }) {
  const r = c - x;
  const size = Math.abs(r);
  if (name === "square") return r * r;
  if (name === "absolute") return size;
  if (name === "huber") return size <= delta ? (r * r) / 2 : delta * (size - delta / 2);
  return r < 0 ? tau * size : (1 - tau) * size;
}

function costOf(name, c, now) {
  return now.x.reduce((sum, x) => sum + lossOf(name, c, x, now), 0) / now.x.length;
}

function bestConstant(name, { x, delta, tau }) {
  const sorted = [...x].sort((a, b) => a - b);
  const n = x.length;
  if (name === "square") return x.reduce((sum, one) => sum + one, 0) / n;
  if (name === "absolute") return sorted[(n - 1) / 2];
  if (name === "huber") return bestForHuber(x, delta);
  return sorted[Math.ceil(n * tau - 1e-9) - 1];
}

// The slope of Huber's cost is a rising chain of straight pieces that bends where a number is
// exactly delta away. Find the piece that crosses 0, then the place on it.
function bestForHuber(x, delta) {
  const slope = (c) =>
    x.reduce((sum, one) => sum + Math.max(-delta, Math.min(delta, c - one)), 0);
  const bends = x.flatMap((one) => [one - delta, one + delta]).sort((a, b) => a - b);
  const after = bends.findIndex((c) => slope(c) >= 0);
  const [low, high] = [bends[after - 1], bends[after]];
  const [below, above] = [slope(low), slope(high)];
  return low + ((high - low) * -below) / (above - below);
}

function state(model) {
  const [dragged, delta, tau, loss] = ["dragged", "delta", "tau", "loss"].map((t) => model.get(t));
  const now = { dragged, delta, tau, loss, others: model.get("_staying") };
  now.x = [...now.others, dragged];
  now.best = Object.fromEntries(LOSSES.map((name) => [name, bestConstant(name, now)]));
  return now;
}

const MET = {
  "mean-beyond-the-six": ({ best, others }) => best.square > Math.max(...others),
  "huber-is-the-mean": ({ best, dragged }) =>
    dragged >= 15 && Math.abs(best.huber - best.square) < 1e-9,
  "quantile-on-the-point": ({ best, dragged }) => dragged >= 15 && best.quantile === dragged,
};

// ---- what never changes -------------------------------------------------------------------------

function build(model) {
  const root = explorable("wb-outlier", "Drag the outlier");
  const controls = element("div", { class: "controls" }, root);
  const sliders = {
    dragged: slider("Dragged point", [...LINE, 0.1], "dragged", model, controls),
    delta: slider("Huber’s δ", [0.1, 15, 0.1], "delta", model, controls),
    tau: slider("Quantile’s τ", [0.05, 0.95, 0.05], "tau", model, controls),
  };
  const charts = element("div", { class: "charts" }, root);
  const line = figure(charts, "Drag the black point. Which constant would each loss answer?");
  line.svg.style.height = `${TOP + LOSSES.length * ROW + 62}px`;
  draggable(line, model);
  const curve = figure(charts, "");
  const options = LOSSES.map((loss) => [loss, loss === "huber" ? "Huber" : loss]);
  const radios = pillChoice("Cost of", options, curve.figure, (loss) => keep(model, { loss }));
  const words = description(root);
  const goals = goalBoard(model.get("_goals"), root);
  return { root, sliders, radios, line, curve, words, goals };
}

function figure(parent, title) {
  const made = element("figure", {}, parent);
  const caption = element("figcaption", {}, made, title);
  return { figure: made, caption, svg: shape("svg", { role: "img" }, made) };
}

// Where the pointer is pressed or dragged on the line, there the point goes.
function draggable(line, model) {
  followPointer(line.svg, line.svg, model, (across) => {
    const along = (across - MARGIN.left) / line.plot.perX + line.plot.from;
    const held = Math.min(LINE[1], Math.max(LINE[0], along));
    model.set("dragged", Number(held.toFixed(1)));
  });
}

// ---- what changes -------------------------------------------------------------------------------

function update(page, model) {
  const now = state(model);
  markChosen(page.radios, now.loss);
  for (const trait of ["dragged", "delta", "tau"]) {
    place(page.sliders[trait], now[trait], short(now[trait]));
  }
  drawLine(page.line, now);
  drawCurve(page.curve, now);
  tickReached(page.goals, model, ({ name }) => MET[name](now));
  page.words.show(describe(now));
}

function describe(now) {
  const { best, dragged } = now;
  const answers = LOSSES.map(
    (name) => `${short(best[name])} for the ${NAMES[name]} loss (${MORE[name](now)})`,
  );
  const farthest = LOSSES.reduce((a, b) => (best[b] > best[a] + 1e-9 ? b : a));
  const apart = best[farthest] - Math.min(...Object.values(best));
  const verdict = apart < 0.005 ? "All agree." : `Farthest to the right: ${NAMES[farthest]}.`;
  const numbers = `The numbers 1 to 6, and one at ${short(dragged)}.`;
  return `${numbers} Best constants: ${answers.join(", ")}. ${verdict}`;
}

// ---- drawing ------------------------------------------------------------------------------------

function drawLine(part, now) {
  const plot = axes(part.svg, part.box, [LINE[0] - 0.5, LINE[1] + 0.5], [0, 1]);
  part.plot = { perX: plot.perX, from: LINE[0] - 0.5 };
  for (const tick of [0, 5, 10, 15, 20, 25, 30]) plot.xTick(tick, String(tick));
  plot.xTitle("y");
  plot.add("line", { class: "zero", x1: plot.x(LINE[0]), x2: plot.x(LINE[1]), y1: TOP, y2: TOP });
  LOSSES.forEach((name, row) => {
    const x = plot.x(now.best[name]);
    const ends = { x1: x, x2: x, y1: TOP, y2: TOP + (row + 1) * ROW };
    plot.add("line", { class: `drop ${name}`, ...ends });
  });
  LOSSES.forEach((name, row) => drawAnswer(plot, now, name, TOP + (row + 1) * ROW));
  for (const x of now.others) {
    plot.add("circle", { class: "staying", cx: plot.x(x), cy: TOP, r: 5 });
  }
  plot.add("circle", { class: "dragged", cx: plot.x(now.dragged), cy: TOP, r: 10 });
  const how = "Drag the seventh number, or use its slider.";
  part.svg.setAttribute("aria-label", `${describe(now)} ${how}`);
}

function drawAnswer(plot, now, name, y) {
  const constant = now.best[name];
  const x = plot.x(constant);
  const mark = plot.add("path", { class: `answer ${name}`, d: MARKS[name](x, y) });
  mark.dataset.value = constant; // all digits, for whoever checks them
  const left = constant > (LINE[0] + LINE[1]) / 2;
  const text = plot.add("text", {
    class: `named ${name}`,
    x: x + (left ? -14 : 14),
    y: y + 4,
    "text-anchor": left ? "end" : "start",
  });
  text.textContent = `${NAMES[name]}, ${MORE[name](now)}: ${short(constant)}`;
}

const MARKS = {
  square: (x, y) => `M${x - 7} ${y - 7}h14v14h-14z`,
  absolute: (x, y) => `M${x} ${y - 9}l9 16h-18z`,
  huber: (x, y) => `M${x - 8} ${y}a8 8 0 1 0 16 0a8 8 0 1 0 -16 0z`,
  quantile: (x, y) => `M${x} ${y - 9}l9 9l-9 9l-9 -9z`,
};

function drawCurve(part, now) {
  const name = now.loss;
  const [low, high] = LINE;
  const constants = Array.from({ length: 121 }, (_, i) => low + ((high - low) * i) / 120);
  const costs = constants.map((c) => costOf(name, c, now));
  const plot = axes(part.svg, part.box, LINE, [0, 1.05 * Math.max(...costs)]);
  for (const tick of [0, 10, 20, 30]) plot.xTick(tick, String(tick));
  const step = [1, 2, 5, 10, 20, 50, 100, 200].find((s) => Math.max(...costs) / s <= 4.5);
  for (let tick = 0; tick <= Math.max(...costs); tick += step) plot.yTick(tick, String(tick));
  plot.xTitle("constant c");
  const spots = constants.map((c, i) => `${plot.x(c).toFixed(2)},${plot.y(costs[i]).toFixed(2)}`);
  plot.add("polyline", { class: `curve ${name}`, points: spots.join(" ") });
  const lowest = costOf(name, now.best[name], now);
  const [x, y] = [plot.x(now.best[name]), plot.y(lowest)];
  plot.add("line", { class: `drop ${name}`, x1: x, x2: x, y1: y, y2: plot.bottom });
  const mark = plot.add("path", { class: `answer lowest ${name}`, d: MARKS[name](x, y) });
  mark.dataset.value = lowest;
  part.caption.textContent = `Cost of answering c: smallest at c = ${short(now.best[name])}`;
  part.svg.setAttribute(
    "aria-label",
    `Cost of the constant c under the ${NAMES[name]} loss: a valley. ` +
      `Its floor, ${short(lowest)}, is at c = ${short(now.best[name])}.`,
  );
}
