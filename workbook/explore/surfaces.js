// Surfaces over two parameters, in the page: heights, slopes and curvatures from the numbers that
// Python sends (`surfaces.py`), the steps of a descent, and a map in colours that is painted once.

const LANDSCAPES = {
  quadratic: ({ H: [[a, b], [, c]] }) => ({
    J: (x, y) => 0.5 * (a * x * x + 2 * b * x * y + c * y * y),
    slope: (x, y) => [a * x + b * y, b * x + c * y],
    bend: () => [a, b, c],
  }),
  saddle: ({ a }) => ({
    J: (x, y) => 0.5 * a * x * x - 0.5 * y * y + 0.25 * y ** 4,
    slope: (x, y) => [a * x, y ** 3 - y],
    bend: (x, y) => [a, 0, 3 * y * y - 1],
  }),
  wells: ({ wells }) => {
    const share = ([depth, , , width], u, v) =>
      depth * Math.exp(-(u * u + v * v) / (2 * width * width));
    const total = (size, x, y, part) => {
      const sums = new Array(size).fill(0);
      for (const well of wells) {
        const [u, v] = [x - well[1], y - well[2]];
        part(share(well, u, v), u, v, well[3] ** 2).forEach((term, i) => (sums[i] += term));
      }
      return sums;
    };
    return {
      J: (x, y) => 1 - total(1, x, y, (s) => [s])[0],
      slope: (x, y) => total(2, x, y, (s, u, v, q) => [(s * u) / q, (s * v) / q]),
      bend: (x, y) =>
        total(3, x, y, (s, u, v, q) => [
          s * (1 / q - (u * u) / q ** 2),
          (-s * u * v) / q ** 2,
          s * (1 / q - (v * v) / q ** 2),
        ]),
    };
  },
};

// The eigenvalues of a symmetric matrix [[a, b], [b, c]], the smaller one first.
function eigenvalues([a, b, c]) {
  const middle = (a + c) / 2;
  const half = Math.hypot((a - c) / 2, b);
  return [middle - half, middle + half];
}

// Every point from the start on: x, y and the cost there.
function roll(surface, x, y, lr, steps) {
  const path = [[x, y, surface.J(x, y)]];
  for (let k = 0; k < steps; k++) {
    const [dx, dy] = surface.slope(x, y);
    x -= lr * dx;
    y -= lr * dy;
    path.push([x, y, surface.J(x, y)]);
  }
  return path;
}

// ---- a map ------------------------------------------------------------------------------------

const EDGES = { left: 30, right: 6, top: 6, bottom: 22 }; // around the map, in CSS pixels
const LEVELS = 16;
// Seven of cividis' colours, from the valleys to the heights: safe for colour-blind readers.
const CIVIDIS = ["00224e", "25396f", "575c6d", "7b7b78", "a59c74", "d2c060", "fee838"];
const HEIGHTS = CIVIDIS.map((hex) => [0, 2, 4].map((i) => parseInt(hex.slice(i, i + 2), 16)));

// Lay the map out in its canvas: where a point of the surface is, and which point a pixel shows.
function layOut(canvas, map, view) {
  map.width = canvas.clientWidth;
  const wide = map.width - EDGES.left - EDGES.right;
  map.scale = wide / (2 * view[0]); // the same across and up, so that right angles look right
  map.height = Math.round(2 * view[1] * map.scale) + EDGES.top + EDGES.bottom;
  canvas.style.height = `${map.height}px`;
  map.dots = window.devicePixelRatio || 1;
  canvas.width = Math.round(map.width * map.dots);
  canvas.height = Math.round(map.height * map.dots);
  map.x = (x) => EDGES.left + (x + view[0]) * map.scale;
  map.y = (y) => EDGES.top + (view[1] - y) * map.scale;
  map.fromX = (across) => (across - EDGES.left) / map.scale - view[0];
  map.fromY = (down) => view[1] - (down - EDGES.top) / map.scale;
}

// The surface as coloured bands with a line between each two; kept until surface or size changes.
function ground(map, view, surface) {
  const key = `${surface.name} ${map.scale} ${map.dots}`;
  if (map.painted === key) return map.ground;
  const fine = map.scale * map.dots;
  const [w, h] = view.map((half) => Math.round(2 * half * fine));
  const heights = new Float32Array(w * h);
  let most = 0;
  for (let row = 0, i = 0; row < h; row++) {
    const y = view[1] - (row + 0.5) / fine;
    for (let column = 0; column < w; column++, i++) {
      heights[i] = surface.J((column + 0.5) / fine - view[0], y) - surface.lowest;
      most = Math.max(most, heights[i]);
    }
  }
  // On all but the plateau, bands by the root of the height: a bowl's rings lie evenly.
  const root = surface.kind !== "wells";
  const level = (i) => {
    const share = Math.max(0, heights[i] / most);
    return Math.min(LEVELS - 1, Math.floor((root ? Math.sqrt(share) : share) * LEVELS));
  };
  const image = new ImageData(w, h);
  for (let i = 0; i < w * h; i++) {
    const band = level(i);
    const line = ((i + 1) % w && level(i + 1) !== band) || (i + w < w * h && level(i + w) !== band);
    image.data.set([...colour(band / (LEVELS - 1), line), 255], 4 * i);
  }
  map.ground = new OffscreenCanvas(w, h);
  map.ground.getContext("2d").putImageData(image, 0, 0);
  map.painted = key;
  map.halfway = most * (root ? 0.25 : 0.5); // the cost in the middle of the colours
  map.most = most;
  return map.ground;
}

function colour(share, line) {
  const at = share * (HEIGHTS.length - 1);
  const low = Math.min(HEIGHTS.length - 2, Math.floor(at));
  const dim = line ? 0.78 : 1;
  return HEIGHTS[low].map((c, i) => dim * (c + (at - low) * (HEIGHTS[low + 1][i] - c)));
}

function drawTicks(pen, map, [most, high], root) {
  const style = getComputedStyle(root);
  pen.fillStyle = style.getPropertyValue("--wb-muted") || "#595959";
  pen.font = `12px ${style.fontFamily}`;
  const number = (value) => String(value).replace("-", "−");
  pen.textAlign = "center";
  for (let x = -most; x <= most; x++) {
    pen.fillText(x === most ? "θ₁" : number(x), map.x(x) - (x === most ? 8 : 0), map.height - 6);
  }
  pen.textAlign = "right";
  for (let y = -high; y <= high; y++) {
    pen.fillText(y === high ? "θ₂" : number(y), EDGES.left - 7, map.y(y) + (y === high ? 12 : 4));
  }
}

// Which cost has which colour, as a line below a map: `fillKey` writes the numbers into it.
function costKey(parent) {
  const key = element("p", { class: "key cost-key" }, parent, "cost above the lowest point: 0");
  const hex = CIVIDIS.map((one) => `#${one}`);
  const bar = (colours) => {
    const style = `background: linear-gradient(90deg, ${colours.join(", ")})`;
    element("span", { class: "bar", style, "aria-hidden": "true" }, key);
    return element("span", {}, key);
  };
  return { halfway: bar(hex.slice(0, 4)), most: bar(hex.slice(3)) };
}

function fillKey({ halfway, most }, map) {
  halfway.textContent = short(map.halfway);
  most.textContent = short(map.most);
}

// Draw on the map: the ground, then what `paths` draws with the pen, kept within the map; ticks.
function drawOnGround({ map, canvas, root, costs }, data, surface, paths) {
  const painted = ground(map, data.view, surface);
  fillKey(costs, map);
  const pen = canvas.getContext("2d");
  pen.setTransform(map.dots, 0, 0, map.dots, 0, 0);
  pen.clearRect(0, 0, map.width, map.height);
  const wide = map.width - EDGES.left - EDGES.right;
  const high = map.height - EDGES.top - EDGES.bottom;
  pen.drawImage(painted, EDGES.left, EDGES.top, wide, high);
  pen.save();
  pen.beginPath();
  pen.rect(EDGES.left, EDGES.top, wide, high);
  pen.clip();
  paths(pen);
  pen.restore();
  drawTicks(pen, map, data.view, root);
}

// ---- the start --------------------------------------------------------------------------------

const GRID = 0.05; // so that a start can be put exactly on a ridge

// Move the start by the pointer or the arrow keys, on a grid.
function steering({ canvas, map }, data, model) {
  const put = (x, y) => {
    const snap = (value, most) =>
      Number((Math.round(Math.min(most, Math.max(-most, value)) / GRID) * GRID).toFixed(2));
    model.set({ x: snap(x, data.view[0]), y: snap(y, data.view[1]) });
  };
  followPointer(canvas, canvas, model, (across, down) => put(map.fromX(across), map.fromY(down)));
  const keys = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  canvas.addEventListener("keydown", (event) => {
    const way = keys[event.key];
    if (!way) return;
    event.preventDefault();
    const far = event.shiftKey ? 0.5 : GRID;
    put(model.get("x") + far * way[0], model.get("y") + far * way[1]);
    model.save_changes();
  });
}
