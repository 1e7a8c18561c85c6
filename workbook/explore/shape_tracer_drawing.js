// The drawings of the shape tracer: the network as circles and lines, and the current layer as an
// equation of arrays, cell by cell where they are known.

const CELL = 16; // of an array's drawing, in the units of the drawing
const GAP = 46; // between two arrays: room for @, + and =
const SIGNS = ["@", "+", "=", "f →"];
const written = (shape) => (shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`);

function drawSketch(svg, sizes, layer) {
  const [across, down] = [96, 17];
  const height = down * Math.max(...sizes) + 8;
  const width = across * (sizes.length - 1) + 40;
  svg.replaceChildren();
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("width", width);
  const y = (i, k) => height / 2 + (k - (sizes[i] - 1) / 2) * down;
  const columns = sizes.map((size, i) =>
    Array.from({ length: size }, (_, k) => [20 + i * across, y(i, k)]),
  );
  columns.slice(1).forEach((units, before) => {
    const kind = before + 1 === layer ? "link here" : "link";
    for (const [x1, y1] of columns[before]) {
      for (const [x2, y2] of units) shape("line", { class: kind, x1, y1, x2, y2 }, svg);
    }
  });
  columns.forEach((units, i) => {
    const kind = i === layer ? "unit here" : "unit";
    for (const [cx, cy] of units) shape("circle", { class: kind, cx, cy, r: 6 }, svg);
  });
  const here = `now between columns ${layer} and ${layer + 1}`;
  svg.setAttribute("aria-label", `A network of sizes ${sizes.join(", ")}; ${here}.`);
}

// The current layer as an equation: A @ W + b = Z, f, A.
function drawStage(svg, state, layer) {
  const first = 4 * (layer - 1);
  const five = state.arrays.slice(first, first + 5);
  const tall = five.map((array, i) => (first + i < state.at ? rows(array) : 4) * CELL);
  const height = Math.max(5 * CELL, ...tall) + 34;
  svg.replaceChildren();
  let x = 2;
  five.forEach((array, i) => {
    const group = shape("g", {}, svg);
    const known = first + i < state.at;
    const wide = known ? Math.max(array.shape.at(-1) * CELL, 3 * CELL) : 4 * CELL;
    if (known) drawCells(group, array, x, height - 34);
    else {
      const kind = first + i === state.at ? "unknown asked" : "unknown";
      const box = { x, y: (height - 34 - 4 * CELL) / 2 + 30, width: wide, height: 4 * CELL, rx: 4 };
      shape("rect", { class: kind, ...box }, group);
      const place = { class: "mark", x: x + wide / 2, y: box.y + 2 * CELL + 7 };
      shape("text", { ...place, "text-anchor": "middle" }, group).textContent = "?";
    }
    const title = shape("text", { class: "name", x, y: 14 }, group);
    title.textContent = known ? `${array.name} ${written(array.shape)}` : array.name;
    x += Math.max(wide, known ? 74 : 0);
    if (i === 4) return;
    const sign = shape("text", { class: "sign", x: x + GAP / 2, y: (height - 34) / 2 + 36 }, svg);
    sign.setAttribute("text-anchor", "middle");
    sign.textContent = SIGNS[i];
    x += GAP;
  });
  svg.setAttribute("viewBox", `0 0 ${x + 6} ${height}`);
  svg.setAttribute("width", x + 6);
  const said = five.map((array, i) =>
    first + i < state.at ? `${array.name} ${written(array.shape)}` : `${array.name} unknown`,
  );
  svg.setAttribute("aria-label", `Layer ${layer} as an equation: ${said.join("; ")}.`);
}

const rows = (array) => (array.shape.length === 1 ? 1 : array.shape[0]);

function drawCells(group, array, left, room) {
  const columns = array.shape.at(-1);
  const top = (room - rows(array) * CELL) / 2 + 30;
  array.values.forEach((value, k) => {
    const place = { x: left + (k % columns) * CELL, y: top + Math.floor(k / columns) * CELL };
    const size = { width: CELL - 1, height: CELL - 1 };
    const kind = value < 0 ? "cell below" : "cell";
    const cell = shape("rect", { class: kind, ...place, ...size }, group);
    const strength = 0.15 + 0.85 * Math.min(1, Math.abs(value) / 1.5);
    cell.style.fillOpacity = value === 0 ? 0 : strength.toFixed(3);
    cell.dataset.value = value;
    shape("title", {}, cell).textContent = `${array.name}: ${short(value)}`;
  });
}
