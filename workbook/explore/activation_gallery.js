// The activation gallery in the page. Python sends each function sampled on a grid; here a point z
// and a depth choose among those numbers and draw them. Nothing is computed again: every number
// shown is one that the learner's own functions returned, or a product of those.

const LOWEST = -16; // a factor of 1e-16 is lost beside 1 in a 64-bit float
const CHAIN =
  "Every layer applies the same f to what the layer before it gave, with weight 1 and bias 0. " +
  "By the chain rule their slopes multiply.";
const layers = (count) => (count === 1 ? "1 layer" : `${count} layers`);

function render({ model, el }) {
  const data = unpack(model);
  const page = build(data, model);
  if (!data.chosen(model)) {
    el.append(page.root);
    return undefined;
  }
  const measure = () => {
    for (const part of Object.values(page.parts)) part.box = part.svg.getBoundingClientRect();
  };
  const draw = () => update(page, data, model);
  return present({ model, el }, page, ["z", "depth", "function"], measure, draw);
}

export default widget(render);

// ---- the arrays ---------------------------------------------------------------------------------

function unpack(model) {
  const floats = (view) =>
    new Float64Array(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength));
  const z = floats(model.get("_grid"));
  const functions = model.get("_functions").map((entry) => {
    if (entry.fault) return entry;
    const { f, slope, products } = entry;
    return { ...entry, f: floats(f), slope: floats(slope), products: floats(products) };
  });
  const usable = functions.filter((entry) => !entry.fault);
  return {
    z,
    functions,
    depth: usable.length ? usable[0].products.length / z.length : 0,
    goals: model.get("_goals"),
    chosen: (m) => usable.find((entry) => entry.name === m.get("function")) ?? usable[0],
    column: (m) => {
      const steps = Math.round((m.get("z") - z[0]) / (z[1] - z[0]));
      return Math.min(z.length - 1, Math.max(0, steps));
    },
    product: (entry, layers, column) => entry.products[(layers - 1) * z.length + column],
  };
}

// ---- what never changes -------------------------------------------------------------------------

function build(data, model) {
  const root = explorable("wb-gallery", "Activation gallery");
  const controls = element("div", { class: "controls" }, root);
  const options = data.functions.map(({ name, label }) => [name, label]);
  const chosen = (name) => keep(model, { function: name });
  const radios = pillChoice("Function", options, controls, chosen);
  const faults = faultList(data, radios);
  if (!data.chosen(model)) {
    root.append(faults);
    return { root };
  }
  const { z, depth } = data;
  const zSlider = slider("Input z", [z[0], z.at(-1), z[1] - z[0]], "z", model, controls);
  const depthSlider = slider("Depth", [1, depth, 1], "depth", model, controls);
  const charts = element("div", { class: "charts" }, root);
  const parts = {};
  for (const part of ["f", "slope", "product"]) {
    const figure = element("figure", { "data-part": part }, charts);
    const caption = element("figcaption", {}, figure);
    const before = element("span", {}, caption);
    const value = element("strong", {}, caption);
    parts[part] = { before, value, svg: shape("svg", { role: "img" }, figure) };
    pointer(parts[part].svg, part === "product" ? "depth" : "z", data, model);
  }
  element("p", { class: "key" }, root, CHAIN);
  const words = description(root);
  const note = element("p", { class: "note" }, root);
  const goals = goalBoard(data.goals, root);
  root.append(faults);
  return { root, radios, zSlider, depthSlider, parts, words, note, goals };
}

// What is wrong with the functions that cannot be chosen.
function faultList(data, radios) {
  const list = element("ul", { class: "faults" });
  data.functions.forEach(({ fault }, place) => {
    if (!fault) return;
    const { id } = element("li", { id: newId("fault") }, list, fault);
    radios[place].disabled = true;
    radios[place].setAttribute("aria-describedby", id);
    radios[place].parentElement.title = fault;
  });
  return list;
}

// Dragging in a chart moves the same numbers as its slider.
function pointer(svg, trait, data, model) {
  const at = {
    z: (along) => data.z[Math.round(along * (data.z.length - 1))],
    depth: (along) => Math.max(1, Math.ceil(along * data.depth)),
  };
  followPointer(svg, svg, model, (across) => {
    const width = svg.getBoundingClientRect().width - MARGIN.left - MARGIN.right;
    const along = (across - MARGIN.left) / width;
    model.set(trait, at[trait](Math.min(1, Math.max(0, along))));
  });
}

// ---- what changes -------------------------------------------------------------------------------

function update(page, data, model) {
  const entry = data.chosen(model);
  const column = data.column(model);
  const depth = model.get("depth");
  const now = {
    entry,
    depth,
    column,
    z: data.z[column],
    f: entry.f[column],
    slope: entry.slope[column],
    product: data.product(entry, depth, column),
  };
  markChosen(page.radios, entry.name);
  place(page.zSlider, now.z, now.z.toFixed(2).replace("-", "−"));
  place(page.depthSlider, depth, layers(depth));
  const { f, slope, product } = page.parts;
  say(f, `${entry.label}: f(z) = `, now.f);
  say(slope, "slope: f′(z) = ", now.slope);
  say(product, depth === 1 ? "slope of 1 layer = " : `product of ${depth} slopes = `, now.product);
  drawCurve(f, data.z, entry.f, now, "f(z)", now.slope);
  drawCurve(slope, data.z, entry.slope, now, "f′(z)");
  drawProduct(product, data, now);
  page.note.textContent = entry.note;
  tickReached(page.goals, model, (goal) => reached(goal, now));
  page.words.show(describe(now));
}

function say(part, before, number) {
  part.before.textContent = before;
  part.value.textContent = short(number);
  part.value.dataset.value = number; // all digits, for whoever checks them
}

function reached(goal, { entry, depth, product }) {
  const within = ([low, high], value) => low <= value && value <= high;
  const here = goal.function === entry.name && within(goal.depth, depth);
  return here && within(goal.product, Math.abs(product));
}

function describe({ entry, z, f, slope, depth, product }) {
  const height = `${entry.label} at z = ${short(z)}: f(z) = ${short(f)}`;
  const at = `${height} and the slope f′\u2060(z) = ${short(slope)}. `;
  const through = `Back through ${layers(depth)}, a gradient is multiplied by ${short(product)}: `;
  const size = Math.abs(product);
  let verdict = "it shrinks.";
  if (!Number.isFinite(size)) verdict = "it has left the range of floats.";
  else if (size === 0) verdict = "nothing comes back. Here the unit is switched off.";
  else if (Math.abs(size - 1) < 1e-9) verdict = "it comes back unchanged.";
  else if (size < 10 ** LOWEST) verdict = "it has vanished: added to 1, it would change nothing.";
  else if (size < 1e-3) verdict = "it has all but vanished.";
  else if (size > 1) verdict = "it grows.";
  return at + through + verdict + (product < 0 ? " Its sign is turned." : "");
}

// ---- drawing ------------------------------------------------------------------------------------

function drawCurve(part, z, values, now, name, slope) {
  const finite = values.filter(Number.isFinite);
  const low = Math.min(0, ...finite);
  const high = Math.max(1, ...finite);
  const pad = 0.1 * (high - low);
  const plot = axes(part.svg, part.box, [z[0], z.at(-1)], [low - pad, high + pad]);
  for (const tick of [-6, -3, 0, 3, 6]) plot.xTick(tick, String(tick).replace("-", "−"));
  for (const tick of ticks(low, high)) plot.yTick(tick, String(tick).replace("-", "−"));
  plot.xTitle("z");
  const spots = Array.from(z, (x, i) => [plot.x(x).toFixed(2), plot.y(values[i]).toFixed(2)]);
  const points = spots.filter((_, i) => Number.isFinite(values[i])).join(" ");
  plot.add("polyline", { class: "curve", points });
  if (Number.isFinite(values[now.column])) drawPoint(plot, now.z, values[now.column], slope);
  const what = slope === undefined ? "Curve of the slope" : "Curve and tangent";
  const here = `at z = ${short(now.z)}, ${name} = ${short(values[now.column])}`;
  part.svg.setAttribute("aria-label", `${what} of ${now.entry.label}; ${here}.`);
}

function drawPoint(plot, z, value, slope) {
  const x = plot.x(z);
  const y = plot.y(value);
  plot.add("line", { class: "drop", x1: x, x2: x, y1: y, y2: plot.bottom });
  if (Number.isFinite(slope)) {
    // As long on the screen whatever its slope is.
    const steep = (slope * plot.perY) / plot.perX;
    const half = Math.min(46, plot.width / 4) / Math.hypot(1, steep);
    const ends = { x1: x - half, x2: x + half, y1: y + steep * half, y2: y - steep * half };
    plot.add("line", { class: "tangent", ...ends });
  }
  plot.add("circle", { class: "dot", cx: x, cy: y, r: 7 });
}

function drawProduct(part, data, now) {
  const sizes = Array.from({ length: data.depth }, (_, l) =>
    Math.abs(data.product(now.entry, l + 1, now.column)),
  );
  const all = now.entry.products.reduce((most, p) => Math.max(most, Math.abs(p) || 0), 10);
  const top = Math.min(16, Math.ceil(Math.log10(all)));
  const foot = LOWEST - 2.4; // the row where exact zeros stand, off the log scale
  const plot = axes(part.svg, part.box, [0.5, data.depth + 0.5], [foot - 0.8, top]);
  for (const tick of [1, 5, 10, 15, 20]) plot.xTick(tick, String(tick));
  for (const tick of [0, -4, -8, -12, -16]) plot.yTick(tick, tick ? power(tick) : "1");
  plot.yTick(foot, "0");
  plot.xTitle("layers");
  const height = (size) => {
    if (size === 0) return foot;
    return Number.isFinite(size) ? Math.min(top, Math.max(LOWEST - 0.9, Math.log10(size))) : top;
  };
  const spots = sizes.map((size, l) => [plot.x(l + 1), plot.y(height(size))]);
  const link = spots.slice(0, now.depth).map((spot) => spot.join(","));
  plot.add("polyline", { class: "link", points: link.join(" ") });
  spots.forEach(([cx, cy], l) => {
    const state = l + 1 > now.depth ? "layer later" : "layer";
    const last = l + 1 === now.depth;
    const mark = plot.add("circle", { class: state, cx, cy, r: last ? 6.5 : 3.5 });
    mark.dataset.value = data.product(now.entry, l + 1, now.column);
  });
  part.svg.setAttribute(
    "aria-label",
    `Size of the product of slopes through 1 to ${data.depth} layers, on a logarithmic scale: ` +
      `${short(sizes[0])} after 1 layer, ${short(now.product)} after ${layers(now.depth)}.`,
  );
}
