// Where to cut? A threshold parts two overlapping classes of scores; every move of it changes four
// counts, and with them precision, recall and cost. All is computed here, from the normal curves.

const SCORES = [-3, 7]; // shown of the scores' axis
const OF = 1000; // people that counts are of
const TRAITS = ["threshold", "separation", "share", "miss"];

function render({ model, el }) {
  const page = build(model);
  const measure = () => {
    for (const part of page.plots) part.box = part.svg.getBoundingClientRect();
  };
  return present({ model, el }, page, TRAITS, measure, () => update(page, model));
}

export default widget(render);

// ---- the mathematics ----------------------------------------------------------------------------

// The share of a standard normal that lies above x: a series near 0, a continued fraction further out.
function above(x) {
  if (x < 0) return 1 - above(-x);
  if (x > 38) return 0;
  const density = bell(x);
  if (x < 2.5) {
    let [term, sum] = [x, x];
    for (let k = 1; k < 80; k++) {
      term *= (x * x) / (2 * k + 1);
      sum += term;
    }
    return 0.5 - density * sum;
  }
  let fraction = x;
  for (let k = 120; k > 0; k--) fraction = x + k / fraction;
  return density / fraction;
}

const bell = (x) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

// What a cut at a threshold makes of 1,000 people; the well score around 0, the ill around `separation`.
function outcome({ threshold, separation, share, miss }) {
  const ill = OF * share;
  const well = OF - ill;
  const [hit, alarm] = [above(threshold - separation), above(threshold)];
  const [tp, fp] = [ill * hit, well * alarm];
  const [fn, tn] = [ill - tp, well - fp];
  return {
    tp, fp, fn, tn, ill, hit, alarm,
    precision: tp / (tp + fp),
    accuracy: (tp + tn) / OF,
    cost: miss * fn + fp,
  }; // prettier-ignore
}

// Where the cost is least: there a person is as likely to be ill as a false alarm costs, of both.
function cheapest({ separation, share, miss }) {
  return separation / 2 + Math.log((1 - share) / (share * miss)) / separation;
}

function state(model) {
  const now = Object.fromEntries(TRAITS.map((trait) => [trait, model.get(trait)]));
  const least = outcome({ ...now, threshold: cheapest(now) }).cost;
  return { ...now, ...outcome(now), least };
}

const MET = {
  cheapest: ({ miss, cost, least }) => miss >= 10 && cost <= 1.02 * least,
  flattering: ({ accuracy, hit }) => accuracy >= 0.95 && hit <= 0.2,
  rare: ({ share, hit, precision }) => share <= 0.05 && hit >= 0.9 && precision >= 0.5,
};

// ---- what never changes -------------------------------------------------------------------------

function build(model) {
  const root = explorable("wb-cut", "Where to cut?");
  const controls = element("div", { class: "controls" }, root);
  const sliders = {
    threshold: slider("Threshold", [...SCORES, 0.05], "threshold", model, controls),
    miss: slider("Cost of a miss", [1, 50, 1], "miss", model, controls),
    share: slider("Share of the ill", [0.01, 0.5, 0.01], "share", model, controls),
    separation: slider("Separation of the two", [0.5, 5, 0.1], "separation", model, controls),
  };
  const charts = element("div", { class: "charts" }, root);
  const curves = figure(charts, "Scores of 1,000 people: drag the line", "curves");
  const roc = figure(charts, "ROC: recall against false alarms", "roc");
  const pr = figure(charts, "Precision against recall", "pr");
  const table = confusion(charts);
  followPointer(curves.svg, curves.svg, model, (across) => {
    const score = SCORES[0] + (across - MARGIN.left) / curves.plot.perX;
    const held = Math.min(SCORES[1], Math.max(SCORES[0], score));
    model.set("threshold", Number((Math.round(held / 0.05) * 0.05).toFixed(2)));
  });
  const words = description(root);
  const goals = goalBoard(model.get("_goals"), root);
  return { root, sliders, curves, roc, pr, plots: [curves, roc, pr], table, words, goals };
}

function figure(parent, title, part) {
  const made = element("figure", { "data-part": part }, parent);
  element("figcaption", {}, made, title);
  return { figure: made, svg: shape("svg", { role: "img" }, made) };
}

// The four counts as a table; its cells by name.
function confusion(parent) {
  const made = element("figure", { "data-part": "counts" }, parent);
  element("figcaption", {}, made, "What is done with them");
  const table = element("table", {}, made);
  const head = element("tr", {}, element("thead", {}, table));
  for (const name of ["of 1,000", "called ill", "called well"]) element("th", {}, head, name);
  const body = element("tbody", {}, table);
  const row = (name, cells) => {
    const line = element("tr", {}, body);
    element("th", { scope: "row" }, line, name);
    return cells.map(([cell, kind]) => [cell, element("td", { class: kind }, line)]);
  };
  const cells = Object.fromEntries([
    ...row("ill", [["tp", "hit"], ["fn", "miss"]]), // prettier-ignore
    ...row("well", [["fp", "alarm"], ["tn", ""]]), // prettier-ignore
  ]);
  cells.cost = element("strong", {}, element("p", { class: "cost" }, made, "Cost, in false alarms: "));
  return cells;
}

// ---- what changes -------------------------------------------------------------------------------

function update(page, model) {
  const now = state(model);
  const { sliders } = page;
  place(sliders.threshold, now.threshold, short(now.threshold));
  place(sliders.miss, now.miss, String(now.miss));
  place(sliders.share, now.share, percent(now.share));
  place(sliders.separation, now.separation, short(now.separation));
  drawCurves(page.curves, now);
  drawRoc(page.roc, now);
  drawPrecision(page.pr, now);
  for (const name of ["tp", "fn", "fp", "tn"]) {
    page.table[name].textContent = whole(now[name]);
    page.table[name].dataset.value = now[name]; // all digits, for whoever checks them
  }
  page.table.cost.textContent = whole(now.cost);
  page.table.cost.dataset.value = now.cost;
  page.words.show(describe(now));
  tickReached(page.goals, model, ({ kind }) => MET[kind](now));
}

const percent = (share) => `${Math.round(1000 * share) / 10} %`;
const whole = (count) => String(Math.round(count));

function describe(now) {
  const { threshold, ill, tp, fn, fp, hit, alarm, precision, accuracy, cost } = now;
  const cut = `Cut at ${short(threshold)}: of 1,000 people ${whole(ill)} are ill. `;
  const found = `${whole(tp)} of them are found, ${whole(fn)} missed; ${whole(fp)} well ones are alarmed. `;
  const right = tp + fp < 0.5 ? "nobody is called ill" : `precision is ${percent(precision)}`;
  return (
    `${cut}${found}Recall is ${percent(hit)}, ${right}, false alarms ${percent(alarm)}, ` +
    `accuracy ${percent(accuracy)}. Cost: ${whole(cost)} false alarms.`
  );
}

// ---- drawing ------------------------------------------------------------------------------------

function drawCurves(part, now) {
  const { separation, share, threshold } = now;
  const curves = [
    ["well", (score) => (1 - share) * bell(score)],
    ["ill", (score) => share * bell(score - separation)],
  ];
  const grid = Array.from({ length: 201 }, (_, k) => SCORES[0] + ((SCORES[1] - SCORES[0]) * k) / 200);
  const top = Math.max(...curves.map(([, height]) => Math.max(...grid.map(height))));
  const plot = axes(part.svg, part.box, SCORES, [0, 1.12 * top]);
  part.plot = plot;
  for (const tick of [-2, 0, 2, 4, 6]) plot.xTick(tick, short(tick));
  plot.xTitle("score that the model gives");
  for (const [name, height] of curves) {
    const wrong = name === "well" ? grid.filter((s) => s >= threshold) : grid.filter((s) => s <= threshold);
    const edge = [...wrong, threshold].sort((a, b) => a - b);
    const outline = edge.map((s) => `${plot.x(s)},${plot.y(height(s))}`);
    const base = [edge.at(-1), edge[0]].map((s) => `${plot.x(s)},${plot.bottom}`);
    plot.add("polygon", { class: `wrong ${name}`, points: [...outline, ...base].join(" ") });
    const points = grid.map((s) => `${plot.x(s).toFixed(2)},${plot.y(height(s)).toFixed(2)}`);
    plot.add("polyline", { class: `curve ${name}`, points: points.join(" ") });
    const peak = name === "well" ? 0 : separation;
    const at = { x: plot.x(peak), y: plot.y(height(peak)) - 6, "text-anchor": "middle" };
    plot.add("text", { class: `named ${name}`, ...at }).textContent = name;
  }
  const x = plot.x(threshold);
  plot.add("line", { class: "cut", x1: x, x2: x, y1: MARGIN.top, y2: plot.bottom });
  plot.add("circle", { class: "grip", cx: x, cy: MARGIN.top + 6, r: 7 });
  const said = `Two bell curves, the well around 0 and the ill around ${short(separation)}`;
  part.svg.setAttribute("aria-label", `${said}, cut at ${short(threshold)}.`);
}

function square(part, xName, yName) {
  const plot = axes(part.svg, part.box, [0, 1], [0, 1]);
  for (const tick of [0, 0.5, 1]) {
    plot.xTick(tick, String(tick));
    plot.yTick(tick, String(tick));
  }
  plot.xTitle(`${xName} (up: ${yName})`);
  return plot;
}

const GRID = Array.from({ length: 161 }, (_, k) => -6 + (16 * k) / 160); // thresholds of a curve

function trail(plot, points, dot) {
  const at = points.filter((one) => one.every(Number.isFinite));
  const text = at.map(([x, y]) => `${plot.x(x).toFixed(2)},${plot.y(y).toFixed(2)}`).join(" ");
  plot.add("polyline", { class: "curve trail", points: text });
  if (dot.every(Number.isFinite)) {
    plot.add("circle", { class: "dot", cx: plot.x(dot[0]), cy: plot.y(dot[1]), r: 7 });
  }
}

function drawRoc(part, now) {
  const plot = square(part, "false alarms", "recall");
  const ends = { x1: plot.x(0), y1: plot.y(0), x2: plot.x(1), y2: plot.y(1) };
  plot.add("line", { class: "guess", ...ends });
  const points = GRID.map((t) => [above(t), above(t - now.separation)]);
  trail(plot, points, [now.alarm, now.hit]);
  const area = above(-now.separation / Math.SQRT2);
  plot.add("text", { x: plot.x(0.98), y: plot.y(0.06), "text-anchor": "end" }).textContent =
    `area ${short(area)}`;
  const said = `The dot is at ${percent(now.alarm)} false alarms and ${percent(now.hit)} recall`;
  part.svg.setAttribute("aria-label", `ROC curve; the area under it is ${short(area)}. ${said}.`);
}

function drawPrecision(part, now) {
  const plot = square(part, "recall", "precision");
  const at = plot.y(now.share);
  plot.add("line", { class: "guess", x1: plot.x(0), x2: plot.x(1), y1: at, y2: at });
  const points = GRID.map((threshold) => outcome({ ...now, threshold }));
  trail(plot, points.map(({ hit, precision }) => [hit, precision]), [now.hit, now.precision]);
  const said = `recall ${percent(now.hit)} and precision ${short(now.precision)}`;
  part.svg.setAttribute("aria-label", `Curve of precision against recall; the dot is at ${said}.`);
}
