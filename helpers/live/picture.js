// One <canvas> that never blanks: both layers of a frame are decoded before it is drawn, in one task. The newest frame wins.
// (Bitmaps are decoded off the page's thread; an <img> with decoding="sync" takes longer, and awaiting its decode() a frame of
// the display more.)

const decoded = (png) => createImageBitmap(new Blob([png], { type: "image/png" }));

// The tiles of `moving` go where helpers.canvas.Layers says. Neighbours are drawn together: a frame may have a thousand tiles.
function drawTiles(context, moving, tiles, side) {
  const { width, height } = context.canvas;
  const columns = Math.ceil(width / side);
  const across = moving.width / side;
  const count = tiles.byteLength / 4;
  const number = (tile) => tiles.getUint32(4 * tile, true);
  const joins = (tile) => {
    const column = number(tile) % columns;
    const whole = column < columns - 1; // the last one ends at the edge
    return tile < count && tile % across && column && whole && number(tile) === number(tile - 1) + 1;
  };
  for (let first = 0, next; first < count; first = next) {
    next = first + 1;
    while (next < count && joins(next)) next++;
    const wide = side * (next - first);
    const x = Math.min(side * (number(first) % columns), width - wide);
    const y = Math.min(side * Math.floor(number(first) / columns), height - side);
    context.drawImage(moving, side * (first % across), side * Math.floor(first / across), wide, side, x, y, wide, side);
  }
}

// A notebook may show a picture twice.
let views = 0;
let speaker = null; // the view that asks for frames

function render({ model, el }) {
  const figure = document.createElement("figure");
  const stage = document.createElement("div");
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { alpha: false });
  const caption = document.createElement("figcaption");
  figure.className = "sgd-picture";
  stage.className = "sgd-stage";
  canvas.setAttribute("role", "img");
  caption.setAttribute("aria-hidden", "true"); // the same words are the picture's alternative text
  figure.append(stage, caption);
  el.append(figure);

  let shown = 0; // the number of the frame on the screen
  let under = null; // its still layer
  let still = { png: null, bitmap: null }; // the newest still layer, as it came and as it is or will be decoded
  let timer = null;
  let awaited = 0; // frames that have been asked for and have not been seen
  let halted = false; // by the reader: what the kernel had already made is not shown

  async function draw() {
    const [frame, words, line] = ["frame", "words", "line"].map((name) => model.get(name));
    const [png, moving, tiles, side] = ["still", "moving", "tiles", "tile"].map((name) => model.get(name));
    const tooLate = halted;
    if (!frame || !png.byteLength) return;
    if (still.png !== png) still = { png, bitmap: decoded(png) };
    let layers;
    try {
      layers = await Promise.all([still.bitmap, moving.byteLength ? decoded(moving) : null]);
    } catch {
      return;
    }
    awaited = Math.max(awaited - 1, 0);
    if (frame > shown && !tooLate && !halted) {
      shown = frame;
      show(...layers, tiles, side);
      canvas.setAttribute("aria-label", words);
      caption.textContent = words;
      figure.dataset.line = line;
      stage.dataset.frame = frame;
      if (model.get("ahead") === 1) play();
    }
    layers[1]?.close();
  }

  function show(below, moving, tiles, side) {
    if (below !== under) under?.close();
    under = below;
    if (canvas.width !== under.width) canvas.width = under.width; // to set it clears the canvas
    if (canvas.height !== under.height) canvas.height = under.height;
    context.drawImage(under, 0, 0);
    if (moving) drawTiles(context, moving, tiles, side);
    if (!canvas.parentNode) stage.append(canvas);
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

  window.addEventListener("click", halt, true);
  const sizes = new ResizeObserver(tellSize);
  sizes.observe(stage);
  watchRatio();
  model.on("change:frame", draw);
  model.on("change:playing", playOrPause);
  model.on("change:interval", play);
  draw();
  views++;

  return () => {
    shown = Infinity; // a frame that is still being decoded comes too late
    clearInterval(timer);
    window.removeEventListener("click", halt, true);
    sizes.disconnect();
    query.removeEventListener("change", watchRatio);
    model.off("change:frame", draw);
    model.off("change:playing", playOrPause);
    model.off("change:interval", play);
    under?.close();
    if (speaker === figure) speaker = null;
    if (--views) return;
    model.set("size", {}); // on no page any more: the kernel lets its pixels go
    model.save_changes();
  };
}

export default { render };
