// One <img> that never blanks: a frame is loaded before it replaces the last one and, by decoding="sync", painted in the
// same moment. (Awaiting decode() is as safe, but waits for a frame of the display: 13 ms more.) The newest frame wins.

function render({ model, el }) {
  const figure = document.createElement("figure");
  const stage = document.createElement("div");
  const caption = document.createElement("figcaption");
  figure.className = "sgd-picture";
  stage.className = "sgd-stage";
  caption.setAttribute("aria-hidden", "true"); // the same words are the picture's alternative text
  figure.append(stage, caption);
  el.append(figure);

  let shown = 0; // the number of the frame on the screen
  let url = null;
  let timer = null;

  async function draw() {
    const frame = model.get("frame");
    const words = model.get("words");
    const line = model.get("line");
    if (!frame) return;
    const fresh = URL.createObjectURL(new Blob([model.get("png")], { type: "image/png" }));
    const image = new Image();
    image.alt = words;
    image.draggable = false;
    image.decoding = "sync";
    const loaded = new Promise((resolve, reject) => {
      image.onload = resolve;
      image.onerror = reject;
    });
    image.src = fresh;
    try {
      await loaded;
    } catch {
      URL.revokeObjectURL(fresh);
      return;
    }
    if (frame <= shown) {
      URL.revokeObjectURL(fresh);
      return;
    }
    shown = frame;
    stage.replaceChildren(image);
    caption.textContent = words;
    figure.dataset.line = line;
    if (url) URL.revokeObjectURL(url);
    url = fresh;
    askForMore();
  }

  // While playing, the next frame is asked for once this one has been seen: playing cannot outrun drawing.
  function askForMore() {
    clearTimeout(timer);
    if (!model.get("playing")) return;
    timer = setTimeout(() => {
      model.set("seen", shown);
      model.save_changes();
    }, model.get("interval"));
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

  // Plain keys belong to the figure's controls, keys with Ctrl and the like to JupyterLab, which would otherwise take
  // the arrows of the menu and the Enter of a button. This runs before its own listener, which is on the document.
  function keepKeys(event) {
    if (!el.closest(".sgd-app")?.contains(event.target)) return;
    const plain = !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.key === "Escape");
    event.target.toggleAttribute("data-lm-suppress-shortcuts", plain);
  }

  // A change of zoom, or of the screen, changes the pixel ratio: each ratio needs a query of its own.
  let query = null;
  function watchRatio() {
    query?.removeEventListener("change", watchRatio);
    query = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    query.addEventListener("change", watchRatio);
    tellSize();
  }

  window.addEventListener("keydown", keepKeys, true);
  const sizes = new ResizeObserver(tellSize);
  sizes.observe(stage);
  watchRatio();
  model.on("change:frame", draw);
  model.on("change:playing", askForMore);
  draw();

  return () => {
    clearTimeout(timer);
    window.removeEventListener("keydown", keepKeys, true);
    sizes.disconnect();
    query.removeEventListener("change", watchRatio);
    model.off("change:frame", draw);
    model.off("change:playing", askForMore);
    if (url) URL.revokeObjectURL(url);
  };
}

export default { render };
