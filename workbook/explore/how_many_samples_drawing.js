// How many samples?: the two pictures. Learning curves with the range of six draws; and one draw's
// samples in the plane, with the line of logistic regression and the border of the network.

const WORST = 0.4; // the lowest accuracy that is drawn

// ---- learning curves ----------------------------------------------------------------------------

function drawCurves(curves, data, { structure, size, here }) {
  const { sizes } = data;
  const ends = [Math.log(sizes[0]) - 0.12, Math.log(sizes.at(-1)) + 0.12];
  const plot = axes(curves.svg, curves.box, ends, [WORST, 1]);
  curves.place = (one) => plot.x(Math.log(one));
  for (const one of [10, 20, 40, 80, 160, 320]) plot.xTick(Math.log(one), String(one));
  for (const level of [0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]) plot.yTick(level, `${100 * level} %`);
  plot.xTitle("training samples N");
  drawBaseline(plot, structure, ends);
  const at = curves.place(size);
  plot.add("line", { class: "here", x1: at, x2: at, y1: plot.y(1), y2: plot.bottom });
  const known = sizes.map((one) => summary(data, structure, one)).filter(Boolean);
  for (const name of MODELS) {
    const points = (part, rows) =>
      rows.map((row) => `${curves.place(row.size)},${plot.y(Math.max(WORST, row[name][part]))}`);
    const around = [...points("high", known), ...points("low", [...known].reverse())];
    plot.add("polygon", { class: `range ${name}`, points: around.join(" ") });
    plot.add("polyline", { class: `curve ${name}`, points: points("mean", known).join(" ") });
  }
  for (const [side, name] of MODELS.entries()) {
    for (const share of here?.[name].all ?? []) {
      const dot = { cx: at + 10 * side - 5, cy: plot.y(Math.max(WORST, share)), r: 3.2 };
      plot.add("circle", { class: `dot ${name}`, ...dot });
    }
  }
  showLegend(curves.caption, here);
  const told = known.length ? `for ${known.length} sizes` : "still being computed";
  curves.svg.setAttribute(
    "aria-label",
    `Test accuracy of both models against the number of training samples, ${told}. The text ` +
      "below says what they are at the chosen size.",
  );
}

function drawBaseline(plot, { baseline }, [left, right]) {
  const y = plot.y(baseline);
  plot.add("line", { class: "baseline", x1: plot.x(left), x2: plot.x(right), y1: y, y2: y });
  const words = { class: "over", x: plot.x(right) - 4, y: y + 15, "text-anchor": "end" };
  plot.add("text", words).textContent = "always the commoner class";
}

function showLegend(caption, here) {
  caption.replaceChildren();
  for (const name of MODELS) {
    const entry = element("span", {}, caption);
    element("span", { class: `swatch ${name}` }, entry);
    entry.append(`${TITLES[name].replace("the ", "")}: `);
    element("strong", {}, entry, here ? `${(100 * here[name].mean).toFixed(1)} %` : "…");
  }
}

// ---- one training set, and where each model changes its answer ----------------------------------

function drawMap(map, data, { structure, draw, size, run }) {
  const flat = structure.features === 2;
  const sides = [0, flat ? 1 : 5].map((d) => ({ d, ends: reach(structure, d, data.test) }));
  const plot = axes(map.svg, map.box, sides[0].ends, sides[1].ends);
  for (const value of ticks(...sides[0].ends)) plot.xTick(value, String(value));
  for (const value of ticks(...sides[1].ends)) plot.yTick(value, String(value));
  plot.xTitle(`feature ${sides[0].d + 1}`);
  map.caption.textContent = flat
    ? `Training set ${draw + 1}, and where each model changes its answer`
    : `Training set ${draw + 1}: two of its ten measurements`;
  map.svg.setAttribute(
    "aria-label",
    `${size} training samples of two classes in the plane` +
      (flat ? ", with a straight border for logistic regression and a bent one." : "."),
  );
  const first = data.test + draw * data.sizes.at(-1);
  drawSamples(plot, structure, sides, first, size);
  if (flat && run) drawBorders(plot, sides, run);
}

// The middle 98 % of a feature, and a little more; the test samples stand for all.
function reach(structure, d, test) {
  structure.reaches ??= {};
  if (!structure.reaches[d]) {
    const D = structure.features;
    const sorted = Array.from({ length: test }, (_, n) => structure.X[n * D + d]).sort(
      (a, b) => a - b,
    );
    const [low, high] = [sorted[Math.floor(test / 100)], sorted[Math.floor((99 * test) / 100)]];
    structure.reaches[d] = [low - 0.12 * (high - low), high + 0.12 * (high - low)];
  }
  return structure.reaches[d];
}

// One path for each class: a line of no length with a cap is a dot, and hundreds of them are quick.
function drawSamples(plot, structure, [across, up], first, size) {
  const paths = ["", ""];
  const inside = (value, [low, high]) => value > low && value < high;
  for (let n = first; n < first + size; n++) {
    const x = structure.X[n * structure.features + across.d];
    const y = structure.X[n * structure.features + up.d];
    if (!inside(x, across.ends) || !inside(y, up.ends)) continue;
    paths[structure.y[n]] += `M${plot.x(x).toFixed(1)} ${plot.y(y).toFixed(1)}h0.01`;
  }
  paths.forEach((d, label) => plot.add("path", { class: `samples class-${label}`, d }));
}

function drawBorders(plot, sides, { set, score }) {
  const scaled = (x, y) => (d) => ((d ? y : x) - set.scale[d][0]) / set.scale[d][1];
  for (const name of MODELS) {
    const cells = name === "logistic" ? 1 : CELLS; // a straight border is one piece
    const d = border((x, y) => score[name](scaled(x, y)), sides[0].ends, sides[1].ends, cells)
      .map((piece) => piece.map(([x, y]) => `${plot.x(x).toFixed(1)} ${plot.y(y).toFixed(1)}`))
      .map(([from, to]) => `M${from}L${to}`)
      .join("");
    plot.add("path", { class: `border ${name}`, d });
  }
}

const CELLS = 56;

// Where f changes its sign, as short straight pieces: each cell of a grid is cut where its edges
// change sign, by linear interpolation. A saddle cell gives two pieces, in one of two ways.
function border(f, [x0, x1], [y0, y1], cells) {
  const at = (i, low, high) => low + ((high - low) * i) / cells;
  const values = Array.from({ length: cells + 1 }, (_, j) =>
    Array.from({ length: cells + 1 }, (_, i) => f(at(i, x0, x1), at(j, y0, y1))),
  );
  const pieces = [];
  for (let j = 0; j < cells; j++) {
    for (let i = 0; i < cells; i++) {
      const corners = [[i, j], [i + 1, j], [i + 1, j + 1], [i, j + 1]];
      const cuts = [];
      corners.forEach(([a, b], k) => {
        const [c, d] = corners[(k + 1) % 4];
        const [from, to] = [values[b][a], values[d][c]];
        if (from >= 0 === to >= 0) return;
        const part = from / (from - to);
        cuts.push([at(a + part * (c - a), x0, x1), at(b + part * (d - b), y0, y1)]);
      });
      for (let k = 0; k + 1 < cuts.length; k += 2) pieces.push([cuts[k], cuts[k + 1]]);
    }
  }
  return pieces;
}
