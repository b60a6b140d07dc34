// One <canvas> that never blanks: a frame is laid out and put on it as its message arrives, in the same task. (A PNG is decoded
// in another thread, and the page learns of it when it next has time: with a slider on the move that is a frame later.)

const DARK = window.matchMedia("(prefers-color-scheme: dark)");

// The colours of these runs, pairs of a number in the palette and a length less 1, one after the other.
function layOut(runs, colours, pixels) {
  const bytes = new Uint8Array(runs.buffer, runs.byteOffset, runs.byteLength);
  for (let pair = 0, at = 0; pair < bytes.length; pair += 2) {
    const colour = colours[bytes[pair]];
    for (const end = at + bytes[pair + 1]; at <= end; at++) pixels[at] = colour;
  }
  return pixels;
}

// The colours of a palette of three bytes each, as ImageData holds them.
function opaque(palette) {
  const colours = new Uint8Array((4 * palette.byteLength) / 3).fill(255);
  for (let byte = 0; byte < palette.byteLength; byte++) colours[byte + Math.floor(byte / 3)] = palette.getUint8(byte);
  return new Uint32Array(colours.buffer);
}

// The two layers of a frame, as helpers.live.layers.Layers describes them, on a canvas.
class Screen {
  constructor(canvas) {
    this.context = canvas.getContext("2d", { alpha: false });
    this.still = null; // the layer below, as it came
    this.palette = null; // its colours
    this.frame = null; // what is shown
    this.dark = false;
  }

  // Take the colours of the other look.
  turn(dark) {
    if (dark === this.dark) return;
    this.dark = dark;
    if (this.frame) this.show(...this.frame);
  }

  show(...frame) {
    const [light, dark, [width, height], still, moving, tiles, side] = frame;
    const palette = this.dark ? dark : light;
    this.frame = frame;
    if (still !== this.still || palette !== this.palette) {
      this.still = still;
      this.palette = palette;
      this.colours = opaque(palette);
      this.below = layOut(still, this.colours, new Uint32Array(width * height));
      this.image = new ImageData(width, height);
      this.pixels = new Uint32Array(this.image.data.buffer);
    }
    const { canvas } = this.context;
    if (canvas.width !== width) canvas.width = width; // to set it clears the canvas
    if (canvas.height !== height) canvas.height = height;
    this.pixels.set(this.below);
    this.tile(moving, tiles, side);
    this.context.putImageData(this.image, 0, 0);
  }

  tile(moving, tiles, side) {
    const { width, height } = this.image;
    const columns = Math.ceil(width / side);
    const count = tiles.byteLength / 4;
    const squares = layOut(moving, this.colours, new Uint32Array(count * side * side));
    for (let tile = 0, from = 0; tile < count; tile++) {
      const number = tiles.getUint32(4 * tile, true);
      const left = Math.min(side * (number % columns), width - side);
      const top = Math.min(side * Math.floor(number / columns), height - side);
      for (let row = top; row < top + side; row++) {
        for (let at = row * width + left, end = at + side; at < end; at++) this.pixels[at] = squares[from++];
      }
    }
  }
}

// Whether it is dark where an element stands. JupyterLab says so; elsewhere the backgrounds are laid over one another, as
// they are on the page. Those of VS Code may all be clear: it says what is behind.
function isDark(element) {
  const { jpThemeLight, vscodeThemeKind } = document.body.dataset;
  if (jpThemeLight) return jpThemeLight === "false";
  const allowed = getComputedStyle(document.documentElement).colorScheme.includes("dark") && DARK.matches;
  const colours = [(vscodeThemeKind ? /dark|contrast$/.test(vscodeThemeKind) : allowed) ? "black" : "white"];
  for (let at = element; at; at = at.parentElement) colours.splice(1, 0, getComputedStyle(at).backgroundColor);
  const brush = document.createElement("canvas").getContext("2d"); // it knows every notation of a colour
  for (const colour of colours) {
    brush.fillStyle = colour;
    brush.fillRect(0, 0, 1, 1);
  }
  const [red, green, blue] = brush.getImageData(0, 0, 1, 1).data;
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}

// A notebook may show a picture twice.
let views = 0;
let speaker = null; // the view that asks for frames

function render({ model, el }) {
  const figure = document.createElement("figure");
  const stage = document.createElement("div");
  const canvas = document.createElement("canvas");
  const screen = new Screen(canvas);
  const caption = document.createElement("figcaption");
  figure.className = "sgd-picture";
  stage.className = "sgd-stage";
  canvas.setAttribute("role", "img");
  caption.setAttribute("aria-hidden", "true"); // the same words are the picture's alternative text
  figure.append(stage, caption);
  el.append(figure);

  let shown = 0; // the number of the frame on the screen
  let timer = null;
  let awaited = 0; // frames that have been asked for and have not been seen
  let halted = false; // by the reader: what the kernel had already made is not shown

  function draw() {
    const [number, words, cell, still] = ["number", "words", "cell", "still"].map((name) => model.get(name));
    awaited = Math.max(awaited - 1, 0);
    if (number <= shown || halted || !still.byteLength) return;
    shown = number;
    screen.show(...["palette", "dark", "extent", "still", "moving", "tiles", "tile"].map((name) => model.get(name)));
    if (!canvas.parentNode) stage.append(canvas);
    canvas.setAttribute("aria-label", words);
    caption.textContent = words;
    figure.dataset.cell = cell;
    stage.dataset.number = number;
    if (model.get("ahead") === 1) play();
  }

  // While playing, a frame is asked for at each beat, without waiting for the one before, whose way may be long. But no more
  // than `ahead` are under way: playing cannot outrun what is seen.
  function play() {
    clearInterval(timer);
    if (!model.get("playing")) return;
    timer = setInterval(() => {
      speaker ??= figure;
      if (speaker !== figure || awaited >= model.get("ahead")) return;
      awaited++;
      model.send({ more: shown });
    }, model.get("interval"));
  }

  function playOrPause() {
    halted = false;
    awaited = 0;
    play();
  }

  // Pause acts here, at once: the kernel goes back to the frame that is on the screen.
  function halt(event) {
    const button = event.target.closest?.(".sgd-play");
    if (!button || !model.get("playing") || button.closest(".sgd-app") !== el.closest(".sgd-app")) return;
    event.stopImmediatePropagation();
    event.preventDefault();
    halted = true;
    clearInterval(timer);
    model.send({ halt: shown });
  }

  function tellSize() {
    const width = Math.floor(stage.clientWidth);
    const ratio = window.devicePixelRatio || 1;
    const size = model.get("size");
    if (!width || (size.width === width && size.ratio === ratio)) return;
    model.set("size", { width, ratio });
    model.save_changes();
  }

  function place(event) {
    const box = stage.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  }

  function inZone([x, y]) {
    const [left, top, right, bottom] = model.get("zone");
    return left <= x && x <= right && top <= y && y <= bottom;
  }

  let dragging = false;
  let count = 0;

  function drag(event) {
    model.set("pointer", [...place(event), ++count]);
    model.save_changes();
  }

  stage.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !inZone(place(event))) return;
    event.preventDefault();
    stage.setPointerCapture(event.pointerId);
    dragging = true;
    drag(event);
  });
  stage.addEventListener("pointermove", (event) => {
    if (dragging) drag(event);
    stage.style.cursor = dragging ? "grabbing" : inZone(place(event)) ? "grab" : "";
  });
  for (const end of ["pointerup", "pointercancel"]) {
    stage.addEventListener(end, () => {
      dragging = false;
    });
  }

  // A change of zoom, or of the screen, changes the pixel ratio: each ratio needs a query of its own.
  let query = null;
  function watchRatio() {
    query?.removeEventListener("change", watchRatio);
    query = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    query.addEventListener("change", watchRatio);
    tellSize();
  }

  // The theme may be switched while the notebook is open; on paper every picture is light.
  const turn = () => screen.turn(isDark(el));
  const themes = new MutationObserver(turn);
  for (const part of [document.documentElement, document.body]) themes.observe(part, { attributes: true });
  const gone = new AbortController();
  const { signal } = gone; // the view has left the page
  DARK.addEventListener("change", turn, { signal });
  window.addEventListener("beforeprint", () => screen.turn(false), { signal });
  window.addEventListener("afterprint", turn, { signal });
  window.addEventListener("click", halt, { capture: true, signal });
  const sizes = new ResizeObserver(() => {
    turn(); // before it stands on the page nobody knows
    tellSize();
  });
  sizes.observe(stage);
  watchRatio();
  model.on("change:number", draw);
  model.on("change:playing", playOrPause);
  model.on("change:interval", play);
  draw();
  views++;

  return () => {
    clearInterval(timer);
    gone.abort();
    themes.disconnect();
    sizes.disconnect();
    query.removeEventListener("change", watchRatio);
    model.off("change:number", draw);
    model.off("change:playing", playOrPause);
    model.off("change:interval", play);
    if (speaker === figure) speaker = null;
    if (--views) return;
    model.set("size", {}); // on no page any more: the kernel lets its pixels go
    model.save_changes();
  };
}

export default { render };
