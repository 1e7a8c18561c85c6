// From strokes to probabilities: the steps of `workbook.data.strokes` and of a network's forward pass.

const DOTS = 32; // of the bitmap, to a side
const INK = 312; // dots that are ink in a mean image of the set; sets a stroke's thickness
const RADII = [1.5, 3];
const WIDEST = 26;
const LARGEST = 8; // times that a drawing is enlarged at most

// The 64 pixels, 0 to 16, of a drawing: counts of ink in blocks of 4 × 4 dots.
function pixelsOf(strokes) {
  const pixels = new Array(64).fill(0);
  const drawn = strokes.filter((stroke) => stroke.length);
  if (!drawn.length) return pixels;
  const { moved, radius } = broughtToSize(drawn);
  for (let y = 0; y < DOTS; y++) {
    for (let x = 0; x < DOTS; x++) {
      if (isInk(x + 0.5, y + 0.5, moved, radius)) pixels[8 * (y >> 2) + (x >> 2)] += 1;
    }
  }
  return pixels;
}

// The strokes at full height, in the middle of the bitmap, and the radius of their pen.
function broughtToSize(strokes) {
  const [xs, ys] = [0, 1].map((axis) => strokes.flat().map((point) => point[axis]));
  const [left, right, top, bottom] = [xs, ys].flatMap((all) => [Math.min(...all), Math.max(...all)]);
  const [width, height] = [right - left, bottom - top];
  const [cx, cy] = [(left + right) / 2, (top + bottom) / 2];
  let radius = 2.2;
  let moved;
  for (let round = 0; round < 2; round++) {
    const room = DOTS - 2 * radius;
    const down = Math.min(LARGEST, room / Math.max(height, width / 1.6, 1e-9));
    const across = Math.min(down, (WIDEST - 2 * radius) / Math.max(width, 1e-9));
    moved = strokes.map((stroke) =>
      stroke.map(([x, y]) => [(x - cx) * across + DOTS / 2, (y - cy) * down + DOTS / 2]),
    );
    const long = moved.reduce((sum, stroke) => sum + lengthOf(stroke), 0);
    radius = Math.min(RADII[1], Math.max(RADII[0], INK / (2 * Math.max(long, 1e-9))));
  }
  return { moved, radius };
}

function lengthOf(stroke) {
  let sum = 0;
  for (let k = 1; k < stroke.length; k++) {
    sum += Math.hypot(stroke[k][0] - stroke[k - 1][0], stroke[k][1] - stroke[k - 1][1]);
  }
  return sum;
}

function isInk(x, y, strokes, radius) {
  return strokes.some((stroke) =>
    stroke.some((start, k) => {
      if (k === stroke.length - 1 && k > 0) return false;
      const end = stroke[k + 1] ?? start;
      const [dx, dy] = [end[0] - start[0], end[1] - start[1]];
      const long = Math.max(dx * dx + dy * dy, 1e-12);
      const share = ((x - start[0]) * dx + (y - start[1]) * dy) / long;
      const held = Math.min(1, Math.max(0, share));
      return Math.hypot(x - start[0] - held * dx, y - start[1] - held * dy) <= radius;
    }),
  );
}

const ACTIVATE = {
  relu: (z) => Math.max(z, 0),
  tanh: Math.tanh,
  sigmoid: (z) => 1 / (1 + Math.exp(-z)),
};

// The network's answer: each layer's sums and activations, and softmax of the last sums.
function forward({ layers, activation, scale }, pixels) {
  const passed = [];
  let a = pixels.map((pixel) => pixel / scale);
  layers.forEach(({ W, b }, place) => {
    const z = b.map((bias, j) => a.reduce((sum, one, i) => sum + one * W[i][j], bias));
    a = place === layers.length - 1 ? softmax(z) : z.map(ACTIVATE[activation]);
    passed.push({ z, a });
  });
  return { passed, probs: a };
}

function softmax(z) {
  const most = Math.max(...z);
  const parts = z.map((one) => Math.exp(one - most));
  const sum = parts.reduce((total, one) => total + one, 0);
  return parts.map((one) => one / sum);
}

// How much each unit of the last hidden layer pushes each digit up or down: a_j · W_jk.
function pushes({ layers }, { passed }) {
  const { a } = passed.at(-2);
  return layers.at(-1).W.map((row, j) => row.map((weight) => a[j] * weight));
}
