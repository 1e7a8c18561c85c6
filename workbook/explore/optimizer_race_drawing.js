// What the optimizer race draws: a map with six paths on a canvas, and their costs as curves.

function drawMap(page, data, now) {
  const { map, canvas } = page;
  drawOnGround(page, data, now.surface, (pen) => {
    for (const run of now.runs) drawPath(pen, map, run, now.steps);
    const ends = now.runs.map(({ end }) => [map.x(near(end[0])), map.y(near(end[1]))]);
    apart(ends).forEach((spot, k) => drawBadge(pen, ends[k], spot, now.runs[k]));
  });
  canvas.setAttribute(
    "aria-label",
    `Map of the ${now.surface.label} with six paths. Arrow keys move the start, ` +
      "with Shift by larger steps.",
  );
}

// What has run away is kept near the map, where a canvas can still draw a line to it.
const near = (value) => (Number.isFinite(value) ? Math.min(60, Math.max(-60, value)) : 60);

function drawPath(pen, map, { path, colour }, steps) {
  pen.lineJoin = "round";
  for (const [width, ink] of [[4.5, "#ffffff"], [2.5, colour]]) {
    pen.beginPath();
    for (let k = 0; k <= steps; k++) {
      const spot = [map.x(near(path[k][0])), map.y(near(path[k][1]))];
      if (k) pen.lineTo(...spot);
      else pen.moveTo(...spot);
    }
    pen.lineWidth = width;
    pen.strokeStyle = ink;
    pen.stroke();
  }
}

const BADGE = 8.5; // radius, in CSS pixels

// Where badges stand: at their ends, and around the first of those that would hide each other.
function apart(ends) {
  const groups = [];
  ends.forEach(([x, y], k) => {
    const group = groups.find(([first]) => {
      const [u, v] = ends[first];
      return Math.hypot(u - x, v - y) < 2 * BADGE;
    });
    if (group) group.push(k);
    else groups.push([k]);
  });
  const spots = [...ends];
  for (const group of groups.filter(({ length }) => length > 1)) {
    const away = Math.max(1.7 * BADGE, (group.length * 2.3 * BADGE) / (2 * Math.PI));
    group.forEach((k, place) => {
      const angle = (2 * Math.PI * place) / group.length - Math.PI / 2;
      const [x, y] = ends[group[0]];
      spots[k] = [x + away * Math.cos(angle), y + away * Math.sin(angle)];
    });
  }
  return spots;
}

// A badge, and a line from it to the end that it stands for.
function drawBadge(pen, end, [x, y], { colour, number }) {
  pen.beginPath();
  pen.moveTo(...end);
  pen.lineTo(x, y);
  pen.lineWidth = 2;
  pen.strokeStyle = "#ffffff";
  pen.stroke();
  pen.beginPath();
  pen.arc(x, y, BADGE, 0, 2 * Math.PI);
  pen.fillStyle = colour;
  pen.fill();
  pen.lineWidth = 2;
  pen.strokeStyle = "#ffffff";
  pen.stroke();
  pen.fillStyle = "#000000";
  pen.font = "bold 11px sans-serif";
  pen.textAlign = "center";
  pen.fillText(String(number), x, y + 4);
}

const [FLOOR, CEILING] = [-12, 4]; // of the cost chart, as powers of ten

function drawCosts(page, data, { surface, steps, runs }) {
  const plot = axes(page.svg, page.box, [0, data.steps * 1.08], [FLOOR - 0.5, CEILING + 0.5]);
  for (const value of [0, 50, 100, 150]) plot.xTick(value, String(value));
  for (const value of [-12, -8, -4, 0, 4]) plot.yTick(value, value ? power(value) : "1");
  plot.xTitle("steps");
  const height = (point) => {
    const above = point[2] - surface.lowest;
    if (Number.isNaN(above)) return CEILING;
    return above > 10 ** FLOOR ? Math.min(CEILING, Math.log10(above)) : FLOOR;
  };
  for (const { path, colour } of runs) {
    const points = path.slice(0, steps + 1).map((p, k) => `${plot.x(k)},${plot.y(height(p))}`);
    plot.add("polyline", { class: "curve", points: points.join(" "), stroke: colour });
  }
  let lowest = Infinity; // numbers stand beside the ends, kept apart
  for (const { end, colour, number } of [...runs].sort((a, b) => height(a.end) - height(b.end))) {
    const [cx, cy] = [plot.x(steps), plot.y(height(end))];
    plot.add("circle", { class: "badge", cx, cy, r: 6, fill: colour });
    lowest = Math.min(cy + 4, lowest - 13);
    plot.add("text", { class: "number", x: cx + 10, y: lowest }).textContent = String(number);
  }
  const ends = runs.map(({ label, above }) => `${label} ${short(above)}`).join(", ");
  page.svg.setAttribute(
    "aria-label",
    `Costs above the lowest point on a logarithmic scale, after ${steps} steps: ${ends}.`,
  );
}
