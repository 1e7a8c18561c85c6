// The plane of the neuron bench: four points, the line and its sides, an arrow and two handles.

const REACH = 3; // of weights and bias, to both sides
const VIEW = [-1.35, 2.15]; // what the plane shows of x₁ and of x₂
const ARROW = 0.4; // how long on the plane the arrow of a weight of 1 is

const plain = (number) => String(number).replace("-", "−");

function drawPlane(page, now) {
  const plot = axes(page.still, page.box, VIEW, VIEW);
  page.at = {
    x: (pixels) => VIEW[0] + (pixels - MARGIN.left) / plot.perX,
    y: (pixels) => VIEW[0] + (plot.bottom - pixels) / plot.perY,
  };
  for (const tick of [-1, 0, 1, 2]) {
    plot.xTick(tick, plain(tick));
    plot.yTick(tick, plain(tick));
  }
  plot.xTitle("input x₁");
  const title = { x: 12, y: plot.y(0.4), "text-anchor": "middle" };
  const turned = { ...title, transform: `rotate(-90 12 ${plot.y(0.4)})` };
  plot.add("text", turned).textContent = "input x₂";
  drawSides(plot, now);
  for (const row of now.rows) drawPoint(plot, row);
  const tip = [now.w1 * ARROW, now.w2 * ARROW];
  const ends = { x1: plot.x(0), y1: plot.y(0), x2: plot.x(tip[0]), y2: plot.y(tip[1]) };
  plot.add("line", { class: "arrow", ...ends });
  put(page.handles.weights, plot, tip, `${plain(now.w1)} and ${plain(now.w2)}`, now.w1);
  const foot = nearest(now);
  put(page.handles.bias, plot, foot, plain(now.b), now.b);
}

// The line's point that is nearest to the middle of the four; where it is out of sight, none.
function nearest({ w1, w2, b }) {
  const size = w1 * w1 + w2 * w2;
  if (!size) return null;
  const away = (w1 * 0.5 + w2 * 0.5 + b) / size;
  const foot = [0.5 - away * w1, 0.5 - away * w2];
  return foot.every((one) => VIEW[0] < one && one < VIEW[1]) ? foot : null;
}

function put(node, plot, spot, text, value) {
  node.style.display = spot ? "" : "none";
  if (spot) node.setAttribute("transform", `translate(${plot.x(spot[0])} ${plot.y(spot[1])})`);
  const name = node.dataset.handle === "weights" ? "Weights w₁ and w₂" : "Bias b";
  node.setAttribute("aria-label", name);
  node.setAttribute("aria-valuetext", text);
  node.setAttribute("aria-valuenow", value);
  node.setAttribute("aria-valuemin", -REACH);
  node.setAttribute("aria-valuemax", REACH);
}

// The part of the square where z ≥ 0: its corners are cut off along the line, one edge at a time.
function drawSides(plot, { w1, w2, b }) {
  const z = ([x1, x2]) => w1 * x1 + w2 * x2 + b;
  const [low, high] = VIEW;
  const square = [[low, low], [high, low], [high, high], [low, high]]; // prettier-ignore
  const inside = [];
  const crossings = [];
  square.forEach((from, place) => {
    const to = square[(place + 1) % 4];
    if (z(from) >= 0) inside.push(from);
    if (z(from) >= 0 !== z(to) >= 0) {
      const part = z(from) / (z(from) - z(to));
      const crossing = [0, 1].map((axis) => from[axis] + part * (to[axis] - from[axis]));
      inside.push(crossing);
      crossings.push(crossing);
    }
  });
  const pixels = ([x1, x2]) => `${plot.x(x1).toFixed(2)},${plot.y(x2).toFixed(2)}`;
  if (inside.length) plot.add("polygon", { class: "side", points: inside.map(pixels).join(" ") });
  if (crossings.length === 2) {
    const [[x1, y1], [x2, y2]] = crossings.map(([one, two]) => [plot.x(one), plot.y(two)]);
    plot.add("line", { class: "edge", x1, y1, x2, y2 });
  }
  sideNames(plot, z);
}

// "answers 1" and "answers 0", each in the corner that lies deepest on its side.
function sideNames(plot, z) {
  const [low, high] = [VIEW[0] + 0.16, VIEW[1] - 0.16];
  const corners = [[low, low], [high, low], [high, high], [low, high]]; // prettier-ignore
  for (const answer of [0, 1]) {
    const depth = (corner) => (answer ? z(corner) : -z(corner));
    const corner = corners.reduce((best, one) => (depth(one) > depth(best) ? one : best));
    if (z(corner) >= 0 !== Boolean(answer)) continue;
    const anchor = corner[0] > 0 ? "end" : "start";
    const at = { x: plot.x(corner[0]) + (corner[0] > 0 ? 14 : -14), y: plot.y(corner[1]) + 4 };
    plot.add("text", { class: "says", ...at, "text-anchor": anchor }).textContent =
      `answers ${answer}`;
  }
}

function drawPoint(plot, { x1, x2, wanted, right }) {
  const [cx, cy] = [plot.x(x1), plot.y(x2)];
  plot.add("circle", { class: wanted ? "point one" : "point", cx, cy, r: 9 });
  if (right) return;
  for (const turn of [1, -1]) {
    const ends = { x1: cx - 13, x2: cx + 13, y1: cy - 13 * turn, y2: cy + 13 * turn };
    plot.add("line", { class: "cross", ...ends });
  }
}
