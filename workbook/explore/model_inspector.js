// The model inspector in the page: it asks the kernel for steps of training, and shows what is in the
// layer that is looked at.

const RUNS = [[1, "One step"], [20, "20 steps"], [200, "200 steps"]]; // prettier-ignore

function render({ model, el }) {
  const page = build(model);
  const measure = () => {
    for (const part of page.plots) part.box = part.svg.getBoundingClientRect();
  };
  const draw = () => update(page, model);
  page.kernel = correspondence(model, (words) => page.say(words, words && "wrong"));
  const came = () => {
    page.kernel.answered();
    page.waiting = false;
  };
  model.on("change:_frame", came);
  const end = present({ model, el }, page, ["_frame", "layer", "fault"], measure, draw);
  return () => {
    model.off("change:_frame", came);
    page.kernel.end();
    end();
  };
}

export default widget(render, "kernel");

// ---- what never changes -------------------------------------------------------------------------

function build(model) {
  const root = explorable("wb-inspector", "Model inspector");
  const buttons = element("div", { class: "buttons" }, root);
  const page = { root, waiting: false };
  page.runs = RUNS.map(([steps, name]) => {
    const button = control("button", { type: "button" }, buttons, name);
    button.addEventListener("click", () => {
      if (page.waiting) return page.say("The steps before are still under way.");
      page.waiting = true;
      page.kernel.send({ steps });
    });
    return button;
  });
  page.choice = element("div", { class: "choice" }, root);
  page.shapes = element("p", { class: "shapes" }, root);
  const charts = element("div", { class: "charts" }, root);
  page.cost = figure(charts, "Cost");
  page.map = figure(charts, "Activations: a row for a sample, a column for a unit");
  page.activations = figure(charts, "Activations");
  page.values = figure(charts, "Weights");
  page.gradient = figure(charts, "Their gradients");
  page.plots = [page.cost, page.map, page.activations, page.values, page.gradient];
  page.words = description(root);
  page.say = replyLine(root);
  page.goals = goalBoard(model.get("_goals"), root);
  return page;
}

function figure(parent, title) {
  const made = element("figure", {}, parent);
  const caption = element("figcaption", {}, made, title);
  return { figure: made, caption, svg: shape("svg", { role: "img" }, made) };
}

// ---- what changes -------------------------------------------------------------------------------

function update(page, model) {
  const { layers, costs = [], steps = 0, samples } = model.get("_frame");
  const fault = model.get("fault");
  for (const button of page.runs) button.disabled = Boolean(fault);
  page.root.classList.toggle("faulty", Boolean(fault));
  if (fault) {
    page.say(fault, "wrong");
    page.words.show(fault);
    return;
  }
  page.say("");
  const chosen = Math.min(model.get("layer"), layers.length - 1);
  const seen = model.get("seen");
  if (!seen.includes(chosen)) keep(model, { seen: [...seen, chosen].sort((a, b) => a - b) });
  layerChoice(page, model, layers, chosen);
  const layer = layers[chosen];
  page.shapes.textContent = shapesOf(layer);
  drawCost(page.cost, costs);
  drawMap(page.map, layer);
  histogram(page.activations, layer.activations, "activations");
  drawParameters(page, layer);
  page.words.show(describe(layer, chosen, { costs, steps, samples }));
  tickReached(page.goals, model, ({ kind }) =>
    kind === "all" ? model.get("seen").length === layers.length : halved(costs),
  );
}

function halved(costs) {
  if (costs.length < 2) return false;
  const last = costs.slice(-5).map(([, cost]) => cost);
  return last.every((cost) => cost !== null && cost <= costs[0][1] / 2);
}

// One pill for each layer, made anew only when the layers are others: the one in use must stay.
function layerChoice(page, model, layers, chosen) {
  const names = layers.map(({ name, gives }, k) => `${k + 1} ${name} (${gives.slice(1).join(", ")})`);
  if (page.names !== names.join()) {
    page.names = names.join();
    page.choice.replaceChildren();
    const options = names.map((name, k) => [String(k), name]);
    page.radios = pillChoice("Layer", options, page.choice, (k) => keep(model, { layer: Number(k) }));
  }
  markChosen(page.radios, String(chosen));
}

const written = (shape) => `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;

function shapesOf({ name, takes, gives, count, params }) {
  const arrays = params.map((one) => `${one.name} ${written(one.shape)}`).join(", ");
  const learns = count ? `${count} parameters: ${arrays}` : "no parameters";
  return `${name} takes ${written(takes)} and gives ${written(gives)}; ${learns}.`;
}

function describe(layer, chosen, { costs, steps, samples }) {
  const { activations, zero, params } = layer;
  const cost = costs.length ? `, cost ${numeral(costs.at(-1)[1])}` : "";
  const spread = `Over ${samples} samples its activations have mean ${numeral(activations.mean)} and `;
  const zeros = `standard deviation ${numeral(activations.std)}; ${Math.round(100 * zero)} % are 0. `;
  const weights = params.map(({ name, ratio }) =>
    ratio === null
      ? `${name} has no gradient yet.`
      : `The gradient of ${name} is ${numeral(ratio)} times as large as ${name}.`,
  );
  const after = `After ${steps} ${steps === 1 ? "step" : "steps"}${cost}, layer ${chosen + 1}. `;
  return after + spread + zeros + weights.join(" ");
}

const numeral = (number) => (number === null ? "not finite" : short(number));

// ---- drawing ------------------------------------------------------------------------------------

function drawCost(part, costs) {
  const points = costs.filter(([, cost]) => cost !== null);
  const most = Math.max(1e-9, ...points.map(([, cost]) => cost));
  const last = Math.max(1, points.at(-1)?.[0] ?? 1);
  const plot = axes(part.svg, part.box, [0, last], [0, 1.05 * most]);
  for (const tick of ticks(0, last)) if (Number.isInteger(tick)) plot.xTick(tick, String(tick));
  for (const tick of [0, most]) plot.yTick(tick, short(tick));
  plot.xTitle("step");
  const at = points.map(([step, cost]) => `${plot.x(step).toFixed(1)},${plot.y(cost).toFixed(1)}`);
  plot.add("polyline", { class: "curve", points: at.join(" ") });
  const now = points.length ? `cost ${short(points.at(-1)[1])}` : "no step yet";
  part.caption.textContent = points.length ? `Cost: ${short(points.at(-1)[1])}` : "Cost: no step yet";
  part.svg.setAttribute("aria-label", `The cost over the steps: ${now}.`);
}

// Blue above 0, orange below, as strong as the number is large.
function drawMap(part, { map }) {
  const { svg, box } = part;
  svg.replaceChildren();
  const rows = map.length;
  const columns = map[0]?.length ?? 0;
  const most = Math.max(1e-9, ...map.flat().map((one) => Math.abs(one ?? 0)));
  const [width, height] = [(box.width - 4) / columns, (box.height - 4) / rows];
  map.forEach((row, i) =>
    row.forEach((number, j) => {
      const cell = { x: 2 + j * width, y: 2 + i * height, width, height };
      const fill = { class: number > 0 ? "cell up" : "cell down" };
      const seen = Math.abs(number ?? 0) / most;
      shape("rect", { ...cell, ...fill, "fill-opacity": seen.toFixed(3) }, svg);
    }),
  );
  const frame = { x: 2, y: 2, width: box.width - 4, height: box.height - 4 };
  shape("rect", { class: "frame", ...frame }, svg);
  const said = `Activations of ${rows} samples in ${columns} units; the largest is ${short(most)}`;
  svg.setAttribute("aria-label", `${said}.`);
}

function histogram(part, spread, what) {
  const { low, high, counts, mean, std } = spread;
  const [from, to] = low < high ? [low, high] : [low - 1, high + 1];
  const most = Math.max(1, ...counts);
  const plot = axes(part.svg, part.box, [from, to], [0, 1.05 * most]);
  const inner = (share) => Number((from + share * (to - from)).toPrecision(2));
  for (const share of [0.1, 0.5, 0.9]) plot.xTick(inner(share), short(inner(share)));
  const width = (to - from) / counts.length;
  counts.forEach((count, k) => {
    const top = plot.y(count);
    const bar = { x: plot.x(from + k * width), width: Math.max(0, width * plot.perX - 1) };
    plot.add("rect", { class: "bar", ...bar, y: top, height: plot.bottom - top });
  });
  const said = `mean ${numeral(mean)}, standard deviation ${numeral(std)}`;
  part.svg.setAttribute("aria-label", `Histogram of the ${what}: ${said}.`);
}

function drawParameters(page, { params }) {
  const one = params[0]; // the weights; a layer's biases are in the words
  page.values.figure.hidden = page.gradient.figure.hidden = !one;
  if (!one) return;
  page.values.caption.textContent = `${one.name}, ${one.size} numbers`;
  histogram(page.values, one.values, `numbers in ${one.name}`);
  page.gradient.figure.hidden = !one.gradient;
  page.gradient.caption.textContent = `Gradient of ${one.name} in the last step`;
  if (one.gradient) histogram(page.gradient, one.gradient, `gradient of ${one.name}`);
}
